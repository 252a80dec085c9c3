using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Reads what a catch clause does with a cancellation.</summary>
/// <param name="canceled"><c>OperationCanceledException</c>.</param>
internal sealed class TimeoutCatch(INamedTypeSymbol canceled)
{
    /// <summary>Whether a type is that of a cancellation: <c>OperationCanceledException</c> or what derives from it.</summary>
    public bool IsCancellation(ExpressionSyntax type, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(type, cancellationToken).Symbol is INamedTypeSymbol named && named.IsOrDerivesFrom(canceled);

    /// <summary>Whether a clause takes a timeout, or may: a filter that is not understood is no evidence.</summary>
    public bool MayTakeTimeout(CatchClauseSyntax clause, SemanticModel model, CancellationToken cancellationToken)
    {
        if (clause.Declaration is { } declaration
            && (model.GetSymbolInfo(declaration.Type, cancellationToken).Symbol is not INamedTypeSymbol type
                || !(canceled.IsOrDerivesFrom(type) || type.IsOrDerivesFrom(canceled))))
        {
            return false;
        }

        return clause.Filter is not { FilterExpression: var filter }
            || !(RequiresCancellation(filter) || ExclusionIn(filter, model, cancellationToken) is not null);
    }

    /// <summary>Whether a clause takes every timeout: no filter, and a type that cancellations have.</summary>
    public bool TakesEveryTimeout(CatchClauseSyntax clause, SemanticModel model, CancellationToken cancellationToken) =>
        clause.Filter is null && MayTakeTimeout(clause, model, cancellationToken);

    /// <summary>The part of a filter that keeps cancellations out (<c>e is not OperationCanceledException</c>), or
    /// null.</summary>
    public ExpressionSyntax? ExclusionIn(ExpressionSyntax filter, SemanticModel model, CancellationToken cancellationToken)
    {
        while (filter is ParenthesizedExpressionSyntax parenthesized)
            filter = parenthesized.Expression;

        var found = filter switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and =>
                ExclusionIn(and.Left, model, cancellationToken) ?? ExclusionIn(and.Right, model, cancellationToken),
            IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: var pattern } } when TypeOf(pattern) is { } type => Only(type),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: ParenthesizedExpressionSyntax { Expression: var inner } }
                when TypeOf(inner) is { } type => Only(type),
            _ => null,
        };
        return found;

        ExpressionSyntax? Only(ExpressionSyntax type) => IsCancellation(type, model, cancellationToken) ? filter : null;
    }

    /// <summary><c>when (token.IsCancellationRequested)</c>: lets a timeout pass.</summary>
    private static bool RequiresCancellation(ExpressionSyntax filter) => filter switch
    {
        ParenthesizedExpressionSyntax parenthesized => RequiresCancellation(parenthesized.Expression),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "IsCancellationRequested",
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => RequiresCancellation(and.Left) || RequiresCancellation(and.Right),
        _ => false,
    };

    private static ExpressionSyntax? TypeOf(SyntaxNode test) => test switch
    {
        ConstantPatternSyntax constant => constant.Expression,
        TypePatternSyntax type => type.Type,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: var right } => right,
        IsPatternExpressionSyntax { Pattern: var pattern } => TypeOf(pattern),
        ParenthesizedPatternSyntax parenthesized => TypeOf(parenthesized.Pattern),
        _ => null,
    };
}
