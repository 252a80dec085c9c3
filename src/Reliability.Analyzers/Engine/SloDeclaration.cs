using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>An <c>[Slo]</c> and what carries it.</summary>
/// <param name="target">What carries the <c>[Slo]</c>.</param>
/// <param name="node">Its declaration.</param>
/// <param name="slo">The <c>[Slo]</c>.</param>
/// <param name="syntax">The <c>[Slo]</c> in source.</param>
internal sealed class SloDeclaration(ISymbol target, SyntaxNode node, AttributeData slo, AttributeSyntax syntax)
{
    public ISymbol Target { get; } = target;

    public SyntaxNode Node { get; } = node;

    public AttributeData Slo { get; } = slo;

    public AttributeSyntax Syntax { get; } = syntax;

    /// <summary>The smallest place that stands for the whole.</summary>
    public Location Location => Syntax.Name.GetLocation();

    /// <summary>The identifier under which emitted code holds the operation: <c>Import</c> of <c>Operations.Import</c>.</summary>
    public string Identifier => OperationNames.Identifier(OperationNames.Of(Target, Node, Slo));

    /// <summary>Calls an action for each <c>[Slo]</c> of a compilation, wherever it may stand.</summary>
    /// <remarks>By syntax and not by symbol: the symbol of a partial method may be its generated half, which is not
    /// analyzed.</remarks>
    public static void OnEach(CompilationStartAnalysisContext start, Action<SloDeclaration, SyntaxNodeAnalysisContext> action) =>
        start.RegisterSyntaxNodeAction(
            context =>
            {
                if (Of((AttributeSyntax)context.Node, context.SemanticModel, context.CancellationToken) is { } found)
                    action(found, context);
            },
            SyntaxKind.Attribute);

    /// <summary>The declaration that an attribute makes, or null when it is no <c>[Slo]</c>.</summary>
    public static SloDeclaration? Of(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!SloSyntax.IsCandidate(attribute, model.Compilation, cancellationToken) || attribute.Parent?.Parent is not { } node)
            return null;

        var symbol = node is LambdaExpressionSyntax
            ? model.GetSymbolInfo(node, cancellationToken).Symbol
            : model.GetDeclaredSymbol(node, cancellationToken);

        // Both halves of a partial method carry the attributes of both.
        var target = (symbol as IMethodSymbol)?.PartialDefinitionPart ?? symbol;
        foreach (var data in target?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
        {
            if (OperationReader.IsSlo(data) && data.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == attribute.SyntaxTree && reference.Span == attribute.Span)
                return new(target!, node, data, attribute);
        }

        return null;
    }

    /// <summary>Whether a type or method carries an <c>[Slo]</c>.</summary>
    public static bool IsOn(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (OperationReader.IsSlo(attribute))
                return true;
        }

        return false;
    }
}
