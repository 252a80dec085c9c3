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

    /// <summary>Calls an action for each attribute of a type of ours, wherever it may stand. What the compiler rejects is left
    /// to it.</summary>
    /// <param name="start">The compilation.</param>
    /// <param name="name">The type without <c>Attribute</c>, in the namespace <c>Reliability</c>.</param>
    /// <param name="action">The action.</param>
    public static void OnEach(CompilationStartAnalysisContext start, string name, Action<CarriedAttribute, SyntaxNodeAnalysisContext> action)
    {
        var metadataName = "Reliability." + name + "Attribute";
        Func<string, bool> isName = name.Equals;
        start.RegisterSyntaxNodeAction(
            context =>
            {
                var attribute = (AttributeSyntax)context.Node;
                if (AttributeNames.IsCandidate(attribute.Name, isName, context.Compilation, context.CancellationToken)
                    && Of(attribute, metadataName, context.SemanticModel, context.CancellationToken) is { } found)
                {
                    action(found, context);
                }
            },
            SyntaxKind.Attribute);
    }

    private static CarriedAttribute? Of(AttributeSyntax attribute, string metadataName, SemanticModel model, CancellationToken cancellationToken)
    {
        if (attribute.Parent is not AttributeListSyntax { Parent: { } node } list)
            return null;

        var symbol = node switch
        {
            CompilationUnitSyntax => list.Target?.Identifier.ValueText == "assembly" ? model.Compilation.Assembly : null,
            LambdaExpressionSyntax => model.GetSymbolInfo(node, cancellationToken).Symbol,
            _ => model.GetDeclaredSymbol(node, cancellationToken),
        };
        var target = (symbol as IMethodSymbol)?.PartialDefinitionPart ?? symbol;
        if (target is null)
            return null;

        foreach (var data in target.GetAttributes())
        {
            if (data.Is(metadataName) && !data.IsBroken() && data.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == attribute.SyntaxTree && reference.Span == attribute.Span)
                return new(target, node, data, attribute);
        }

        return null;
    }
}
