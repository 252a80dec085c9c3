using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Analyzers.Engine;

/// <summary>What an <c>[Slo]</c> or a <c>[MetricSlo]</c> promises, where it can be meant.</summary>
internal sealed class Promise
{
    private readonly AttributeSyntax _syntax;
    private readonly ISymbol _member;

    private Promise(AttributeData attribute, AttributeSyntax syntax, ISymbol member, ServiceLevel level, MetricSource? metric)
    {
        Attribute = attribute;
        _syntax = syntax;
        _member = member;
        Level = level;
        Metric = metric;
    }

    public AttributeData Attribute { get; }

    public ServiceLevel Level { get; }

    /// <summary>The metric of a <c>[MetricSlo]</c>; null for an <c>[Slo]</c>.</summary>
    public MetricSource? Metric { get; }

    /// <summary>The profile that says what is promised; null where the attribute says it itself.</summary>
    public INamedTypeSymbol? Profile => LevelReader.Profile(Attribute);

    /// <summary>Calls an action for each promise of a compilation.</summary>
    public static void OnEach(CompilationStartAnalysisContext start, Action<Promise, SyntaxNodeAnalysisContext> action) =>
        start.RegisterSyntaxNodeAction(
            context =>
            {
                if (Of((AttributeSyntax)context.Node, context.SemanticModel, context.CancellationToken) is { } found)
                    action(found, context);
            },
            SyntaxKind.Attribute);

    /// <summary>Where a property is given; the attribute's name where it is not.</summary>
    public Location At(string property) =>
        _syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property)?.Expression.GetLocation()
        ?? _syntax.Name.GetLocation();

    /// <summary>Where the target of an objective is given; the attribute's name where a profile says it.</summary>
    public Location At(Objective objective) =>
        Profile is not null || objective.IsLatency ? At("LatencyTarget") : (ArgumentPlaces.Availability(Attribute)?.GetLocation() ?? FirstArgument());

    /// <summary>Reports unless the author says that it is meant.</summary>
    public void Report(SyntaxNodeAnalysisContext context, Rule rule, Location place, params object[] arguments) =>
        Report(context, rule, place, DiagnosticProperties.None, arguments);

    /// <summary>The same, with what a fix needs to know.</summary>
    public void Report(SyntaxNodeAnalysisContext context, Rule rule, Location place, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        if (!OnPurpose.IsSaid(place, rule.Descriptor.Id, _member, context.CancellationToken))
            context.ReportDiagnostic(Diagnostic.Create(rule.Descriptor, place, properties, arguments));
    }

    private static Promise? Of(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (SloDeclaration.Of(attribute, model, cancellationToken) is { } slo)
        {
            return !slo.Slo.IsBroken() && OperationReader.PromisesOf(slo.Target).Count == 1 && LevelReader.Read(slo.Slo) is { } level
                ? new(slo.Slo, attribute, slo.Target, level, metric: null)
                : null;
        }

        return MetricDeclaration.Of(attribute, model.Compilation, cancellationToken) is { } metric && MetricReader.Read(metric.Slo) is { } operation
            ? new(metric.Slo, attribute, model.Compilation.Assembly, operation.Level, operation.Metric)
            : null;
    }

    private Location FirstArgument() =>
        (_syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression ?? (SyntaxNode)_syntax.Name).GetLocation();
}
