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

    /// <summary>Calls an action for each <c>[Slo]</c> of a compilation, wherever it may stand.</summary>
    public static void OnEach(CompilationStartAnalysisContext start, Action<SloDeclaration, Compilation, Action<Diagnostic>, CancellationToken> action)
    {
        start.RegisterSymbolAction(
            context =>
            {
                if (Of(context.Symbol, context.CancellationToken) is { } found)
                    action(found, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            },
            SymbolKind.NamedType,
            SymbolKind.Method);

        // Not seen by symbol actions.
        start.RegisterSyntaxNodeAction(
            context =>
            {
                if (OfLocal(context.Node, context.SemanticModel, context.CancellationToken) is { } found)
                    action(found, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            },
            SyntaxKind.ParenthesizedLambdaExpression,
            SyntaxKind.LocalFunctionStatement);
    }

    /// <summary>The <c>[Slo]</c> of a type or a member of one, or null.</summary>
    public static SloDeclaration? Of(ISymbol symbol, CancellationToken cancellationToken)
    {
        // Both halves of a partial method carry the attributes of both.
        if (symbol is IMethodSymbol { PartialDefinitionPart: not null })
            return null;

        foreach (var attribute in symbol.GetAttributes())
        {
            if (IsSlo(attribute) && attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax)
                return syntax.Parent?.Parent is { } node ? new(symbol, node, attribute, syntax) : null;
        }

        return null;
    }

    /// <summary>The <c>[Slo]</c> of a lambda or local function, or null.</summary>
    public static SloDeclaration? OfLocal(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        var symbol = node switch
        {
            ParenthesizedLambdaExpressionSyntax { AttributeLists.Count: > 0 } lambda => model.GetSymbolInfo(lambda, cancellationToken).Symbol,
            LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } local => model.GetDeclaredSymbol(local, cancellationToken),
            _ => null,
        };

        return symbol is null ? null : Of(symbol, cancellationToken);
    }

    private static bool IsSlo(AttributeData attribute)
    {
        var type = attribute.AttributeClass;
        return type is { Name: "SloAttribute" } && (type.Is(TypeNames.Slo) || type.OriginalDefinition.Is(TypeNames.SloOfProfile));
    }
}
