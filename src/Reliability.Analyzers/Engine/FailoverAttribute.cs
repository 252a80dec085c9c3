using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>An attribute of failover and what carries it.</summary>
/// <param name="target">What carries it: a method, as it is declared, or a type.</param>
/// <param name="node">Its declaration.</param>
/// <param name="data">The attribute.</param>
/// <param name="syntax">The attribute in source.</param>
internal sealed class FailoverAttribute(ISymbol target, SyntaxNode node, AttributeData data, AttributeSyntax syntax)
{
    public ISymbol Target { get; } = target;

    public SyntaxNode Node { get; } = node;

    public AttributeData Data { get; } = data;

    public AttributeSyntax Syntax { get; } = syntax;

    /// <summary>The smallest place that stands for the whole.</summary>
    public Location Location => Syntax.Name.GetLocation();

    /// <summary>Calls an action for each attribute of some types, given by their metadata names. By syntax and not by symbol: the symbol of a partial
    /// method may be its generated half, which is not analyzed.</summary>
    public static void OnEach(CompilationStartAnalysisContext start, IReadOnlyList<string> metadataNames, Action<FailoverAttribute, SyntaxNodeAnalysisContext> action)
    {
        Func<string, bool> isName = new HashSet<string>(metadataNames.Select(static name => AttributeNames.WithoutSuffix(name.Substring(name.LastIndexOf('.') + 1))), StringComparer.Ordinal).Contains;
        start.RegisterSyntaxNodeAction(
            context =>
            {
                var attribute = (AttributeSyntax)context.Node;
                if (AttributeNames.IsCandidate(attribute.Name, isName, context.Compilation, context.CancellationToken)
                    && Of(attribute, context.SemanticModel, metadataNames, context.CancellationToken) is { } found)
                {
                    action(found, context);
                }
            },
            SyntaxKind.Attribute);
    }

    private static FailoverAttribute? Of(AttributeSyntax attribute, SemanticModel model, IReadOnlyList<string> metadataNames, CancellationToken cancellationToken)
    {
        if (attribute.Parent?.Parent is not { } node)
            return null;

        var symbol = node is LambdaExpressionSyntax ? model.GetSymbolInfo(node, cancellationToken).Symbol : model.GetDeclaredSymbol(node, cancellationToken);

        // Both halves of a partial method carry the attributes of both.
        if (((symbol as IMethodSymbol)?.PartialDefinitionPart ?? symbol) is not { } target)
            return null;

        foreach (var data in target.GetAttributes())
        {
            if (data.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == attribute.SyntaxTree && reference.Span == attribute.Span
                && !data.IsBroken() && metadataNames.Any(name => data.Is(name)))
            {
                return new(target, node, data, attribute);
            }
        }

        return null;
    }
}
