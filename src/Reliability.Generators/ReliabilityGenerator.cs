using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Declarations;
using Reliability.Declarations.Failover;
using Reliability.Generators.Emit;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>Turns <c>[Slo]</c> declarations into hooks, registration and manifest, and what is declared about health into
/// registrations. Reports nothing: what is wrong is said by
/// the analyzers, and what is emitted around it compiles.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ReliabilityGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Read: symbols go no further than these steps.
        var inline = Declarations(context, TypeNames.Slo).WithTrackingName(TrackingNames.Inline);
        var profiled = Declarations(context, TypeNames.SloOfProfile).WithTrackingName(TrackingNames.Profiled);
        var metrics = Metrics(context, TypeNames.MetricSlo).Collect().Combine(Metrics(context, TypeNames.MetricSloOfProfile).Collect())
            .SelectMany(static (all, _) => all.Left.AddRange(all.Right))
            .WithTrackingName(TrackingNames.Metrics);
        var guarded = Guarded(context, FailoverTypes.Retry, TrackingNames.Retried)
            .Combine(Guarded(context, FailoverTypes.CircuitBreaker, TrackingNames.Broken))
            .Combine(Guarded(context, FailoverTypes.Fallback, TrackingNames.Answered))
            .Combine(Guarded(context, FailoverTypes.Timeout, TrackingNames.Timed))
            .Combine(Guarded(context, FailoverTypes.Capacity, TrackingNames.Admitted))
            .Select(static (all, _) => all.Left.Left.Left.Left.Concat(all.Left.Left.Left.Right).Concat(all.Left.Left.Right).Concat(all.Left.Right).Concat(all.Right).ToEquatableArray());
        var assembly = context.CompilationProvider
            .Select(static (compilation, _) => AssemblyFacts.Read(compilation))
            .WithTrackingName(TrackingNames.Assembly);
        var sourceRoot = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => SourceRoot(options.GlobalOptions))
            .WithTrackingName(TrackingNames.SourceRoot);

        var health = HealthPipeline.Read(context);

        // Join: two operations with one name are both left out, so that neither is counted as the other.
        var operations = inline.Collect().Combine(profiled.Collect()).Combine(metrics.Collect()).Combine(guarded)
            .Select(static (all, _) => OperationSet.Of(all.Left.Left.Left.Concat(all.Left.Left.Right).Concat(all.Left.Right).Concat(all.Right)))
            .WithTrackingName(TrackingNames.Operations);

        // Emit: hooks do not depend on lines, so an edit above a method changes the manifest only.
        var hooks = operations.Combine(assembly)
            .SelectMany(static (set, _) => HookFile.Group(set.Left, set.Right))
            .WithTrackingName(TrackingNames.Hooks);
        context.RegisterSourceOutput(hooks, static (output, file) => output.AddSource(file.HintName, HookEmitter.Emit(file)));

        var decorators = operations.Combine(assembly)
            .SelectMany(static (set, _) => DecoratorFile.Group(set.Left, set.Right))
            .WithTrackingName(TrackingNames.Decorators);
        context.RegisterSourceOutput(decorators, static (output, file) => output.AddSource(file.HintName, DecoratorEmitter.Emit(file)));

        var healthFile = health.Combine(assembly)
            .Select(static (set, _) => HealthFile.Of(set.Left, set.Right))
            .WithTrackingName(TrackingNames.HealthFile);
        context.RegisterSourceOutput(healthFile, static (output, file) =>
        {
            if (file is not null)
                output.AddSource(HealthEmitter.HintName, HealthEmitter.Emit(file));
        });

        var registration = operations.Combine(health).Combine(assembly)
            .Select(static (set, _) => RegistrationModel.Of(set.Left.Left, set.Left.Right, set.Right))
            .WithTrackingName(TrackingNames.Registration);
        context.RegisterSourceOutput(registration, static (output, model) =>
        {
            if (model is not null)
                output.AddSource(RegistrationEmitter.HintName, RegistrationEmitter.Emit(model));
        });

        var manifest = operations.Combine(assembly).Combine(sourceRoot)
            .Select(static (set, _) => set.Right is { } root ? ManifestBuilder.Build(set.Left.Left, set.Left.Right, root) : null)
            .WithTrackingName(TrackingNames.Manifest);
        context.RegisterImplementationSourceOutput(manifest, static (output, json) =>
        {
            if (json is not null)
                output.AddSource(ManifestEmitter.HintName, ManifestEmitter.Emit(json));
        });
    }

    /// <summary>Where the repository begins, as far as known; null where no assembly comes of the compilation, and thus no
    /// manifest: Hot Reload cannot change an attribute of an assembly.</summary>
    private static string? SourceRoot(AnalyzerConfigOptions options) =>
        options.TryGetValue("reliability_design_time", out _) ? null
        : options.TryGetValue("build_property.ReliabilitySourceRoot", out var root) ? root : "";

    private static IncrementalValuesProvider<OperationDeclaration> Declarations(
        IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            predicate: static (_, _) => true,
            transform: static (found, _) => OperationReader.Read(
                found.TargetSymbol, found.TargetNode, found.Attributes[0], found.SemanticModel.Compilation));

    /// <summary>Partial methods that want a body for something else than an <c>[Slo]</c>.</summary>
    private static IncrementalValueProvider<ImmutableArray<OperationDeclaration>> Guarded(
        IncrementalGeneratorInitializationContext context, string attribute, string step) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            predicate: static (node, _) => node is MethodDeclarationSyntax { Body: null, ExpressionBody: null },
            transform: static (found, _) => FailoverReader.ReadAlone(found.TargetSymbol, found.TargetNode, found.Attributes[0]))
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(step)
            .Collect();

    /// <summary>They stand on the assembly, which each file that has some speaks for.</summary>
    private static IncrementalValuesProvider<OperationDeclaration> Metrics(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            predicate: static (node, _) => node is CompilationUnitSyntax,
            transform: static (found, _) => found.Attributes.Select(MetricReader.ReadDeclaration).ToEquatableArray())
            .SelectMany(static (declarations, _) => declarations);
}
