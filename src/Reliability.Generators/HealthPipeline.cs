using Microsoft.CodeAnalysis;
using Reliability.Declarations;
using Reliability.Declarations.Health;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>The part of the pipeline that reads what is declared about health.</summary>
internal static class HealthPipeline
{
    /// <summary>All of it, read and joined. Symbols go no further than this.</summary>
    public static IncrementalValueProvider<HealthSet> Read(IncrementalGeneratorInitializationContext context)
    {
        var checks = Checks(context, TypeNames.Liveness).Collect()
            .Combine(Checks(context, TypeNames.Readiness).Collect())
            .Combine(Checks(context, TypeNames.Startup).Collect())
            .Combine(Checks(context, TypeNames.HealthGroup).Collect())
            .SelectMany(static (all, _) => all.Left.Left.Left.AddRange(all.Left.Left.Right).AddRange(all.Left.Right).AddRange(all.Right))
            .WithTrackingName(TrackingNames.Checks);
        var dependencies = Dependencies(context).WithTrackingName(TrackingNames.Dependencies);
        var heartbeats = Heartbeats(context).WithTrackingName(TrackingNames.Heartbeats);
        return checks.Collect().Combine(dependencies.Collect()).Combine(heartbeats.Collect())
            .Select(static (all, _) => HealthSet.Of(all.Left.Left, all.Left.Right, all.Right))
            .WithTrackingName(TrackingNames.Health);
    }

    /// <summary>A method is one check, however many attributes make it one: the first of them speaks for all.</summary>
    private static IncrementalValuesProvider<CheckDeclaration> Checks(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            predicate: static (_, _) => true,
            transform: static (found, _) => HealthAttributes.Speaks(found.TargetSymbol, found.Attributes[0], found.TargetNode) ? CheckReader.Read(found.TargetSymbol) : null)
            .Where(static check => check is not null)!;

    private static IncrementalValuesProvider<DependencyDeclaration> Dependencies(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            TypeNames.DependsOn,
            predicate: static (_, _) => true,
            transform: static (found, _) => found.Attributes
                .Where(attribute => HealthAttributes.StandsIn(attribute, found.TargetNode))
                .Select(attribute => DependencyReader.Read(found.TargetSymbol, attribute))
                .OfType<DependencyDeclaration>()
                .ToEquatableArray())
            .SelectMany(static (declarations, _) => declarations);

    private static IncrementalValuesProvider<HeartbeatDeclaration> Heartbeats(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            TypeNames.Heartbeat,
            predicate: static (_, _) => true,
            transform: static (found, _) => found.TargetSymbol is INamedTypeSymbol type ? HeartbeatReader.Read(type, found.Attributes[0]) : null)
            .Where(static heartbeat => heartbeat is not null)!;
}
