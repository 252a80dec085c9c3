using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>A <c>[MetricSlo]</c>.</summary>
/// <param name="slo">The attribute.</param>
/// <param name="syntax">The attribute in source.</param>
internal sealed class MetricDeclaration(AttributeData slo, AttributeSyntax syntax)
{
    public AttributeData Slo { get; } = slo;

    public AttributeSyntax Syntax { get; } = syntax;

    /// <summary>The smallest place that stands for the whole.</summary>
    public Location Location => Syntax.Name.GetLocation();

    /// <summary>Calls an action for each <c>[MetricSlo]</c> of a compilation.</summary>
    public static void OnEach(CompilationStartAnalysisContext start, Action<MetricDeclaration, SyntaxNodeAnalysisContext> action) =>
        start.RegisterSyntaxNodeAction(
            context =>
            {
                if (Of((AttributeSyntax)context.Node, context.Compilation, context.CancellationToken) is { } found)
                    action(found, context);
            },
            SyntaxKind.Attribute);

    /// <summary>The declaration that an attribute makes, or null when it is no <c>[MetricSlo]</c>.</summary>
    public static MetricDeclaration? Of(AttributeSyntax attribute, Compilation compilation, CancellationToken cancellationToken)
    {
        if (attribute.Parent?.Parent is not CompilationUnitSyntax || !SloSyntax.IsCandidate(attribute, compilation, cancellationToken))
            return null;

        foreach (var data in compilation.Assembly.GetAttributes())
        {
            if (MetricReader.IsMetricSlo(data) && data.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == attribute.SyntaxTree && reference.Span == attribute.Span)
                return new(data, attribute);
        }

        return null;
    }
}
