using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Engine;

/// <summary>An attribute about health and what carries it.</summary>
/// <param name="target">What carries the attribute.</param>
/// <param name="data">The attribute.</param>
/// <param name="syntax">The attribute in source.</param>
internal sealed class HealthDeclaration(ISymbol target, AttributeData data, AttributeSyntax syntax)
{
    public ISymbol Target { get; } = target;

    public AttributeData Data { get; } = data;

    public AttributeSyntax Syntax { get; } = syntax;

    /// <summary>The smallest place that stands for the whole.</summary>
    public Location Location => Syntax.Name.GetLocation();

    /// <summary>Calls an action for each attribute about health of a compilation, wherever it may stand.</summary>
    public static void OnEach(CompilationStartAnalysisContext start, Action<HealthDeclaration, SyntaxNodeAnalysisContext> action) =>
        start.RegisterSyntaxNodeAction(
            context =>
            {
                if (Of((AttributeSyntax)context.Node, context.SemanticModel, context.CancellationToken) is { } found)
                    action(found, context);
            },
            SyntaxKind.Attribute);

    /// <summary>The declaration that an attribute makes, or null when it is not about health.</summary>
    public static HealthDeclaration? Of(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!HealthSyntax.IsCandidate(attribute, model.Compilation, cancellationToken) || attribute.Parent?.Parent is not { } node)
            return null;

        var symbol = node switch
        {
            CompilationUnitSyntax => model.Compilation.Assembly,
            LambdaExpressionSyntax => model.GetSymbolInfo(node, cancellationToken).Symbol,
            _ => model.GetDeclaredSymbol(node, cancellationToken),
        };

        // Both halves of a partial method carry the attributes of both.
        var target = (symbol as IMethodSymbol)?.PartialDefinitionPart ?? symbol;
        foreach (var data in target?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
        {
            if ((HealthAttributes.IsCheck(data) || HealthAttributes.IsDependency(data) || HealthAttributes.IsHeartbeat(data)) && IsAt(data, attribute))
                return new(target!, data, attribute);
        }

        return null;
    }

    /// <summary>Whether an attribute is the one that stands at a place.</summary>
    public static bool IsAt(AttributeData data, AttributeSyntax syntax) =>
        data.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == syntax.SyntaxTree && reference.Span == syntax.Span;
}
