using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>An attribute of ours in source, and what carries it.</summary>
/// <param name="target">What carries it; the definition of a partial method, whichever half it stands on.</param>
/// <param name="node">The declaration of what carries it; the file for an assembly.</param>
/// <param name="data">The attribute.</param>
/// <param name="syntax">The attribute in source.</param>
internal sealed class CarriedAttribute(ISymbol target, SyntaxNode node, AttributeData data, AttributeSyntax syntax)
{
    public ISymbol Target { get; } = target;

    public SyntaxNode Node { get; } = node;

    public AttributeData Data { get; } = data;

    public AttributeSyntax Syntax { get; } = syntax;

    /// <summary>The smallest place that stands for the whole.</summary>
    public Location Location => Syntax.Name.GetLocation();

    /// <summary>Calls an action for each attribute of some types of ours, wherever it may stand. What the compiler rejects is left to it. By syntax and
    /// not by symbol: the symbol of a partial method may be its generated half, which is not analyzed.</summary>
    /// <param name="start">The compilation.</param>
    /// <param name="metadataNames">The types.</param>
    /// <param name="action">The action.</param>
    public static void OnEach(CompilationStartAnalysisContext start, IReadOnlyList<string> metadataNames, Action<CarriedAttribute, SyntaxNodeAnalysisContext> action)
    {
        Func<string, bool> isName = new HashSet<string>(metadataNames.Select(static name => AttributeNames.WithoutSuffix(name.Substring(name.LastIndexOf('.') + 1))), StringComparer.Ordinal).Contains;
        start.RegisterSyntaxNodeAction(
            context =>
            {
                var attribute = (AttributeSyntax)context.Node;
                if (AttributeNames.IsCandidate(attribute.Name, isName, context.Compilation, context.CancellationToken)
                    && Of(attribute, metadataNames, context.SemanticModel, context.CancellationToken) is { } found)
                {
                    action(found, context);
                }
            },
            SyntaxKind.Attribute);
    }

    private static CarriedAttribute? Of(AttributeSyntax attribute, IReadOnlyList<string> metadataNames, SemanticModel model, CancellationToken cancellationToken)
    {
        if (attribute.Parent is not AttributeListSyntax { Parent: { } node } list)
            return null;

        var symbol = node switch
        {
            CompilationUnitSyntax => list.Target?.Identifier.ValueText == "assembly" ? model.Compilation.Assembly : null,
            LambdaExpressionSyntax => model.GetSymbolInfo(node, cancellationToken).Symbol,
            _ => model.GetDeclaredSymbol(node, cancellationToken),
        };

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
