using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Cancellation;

/// <summary>A loop that works until it is told to stop, and the token that tells it.</summary>
/// <param name="syntax">The loop.</param>
/// <param name="token">The token as the loop can name it.</param>
internal sealed class WorkerLoop(StatementSyntax syntax, string token)
{
    public StatementSyntax Syntax { get; } = syntax;

    public string Token { get; } = token;

    /// <summary>The innermost worker loop around a <c>try</c> that may go round again, or null. A loop whose <c>try</c> ends
    /// by leaving it only repeats what failed.</summary>
    public static WorkerLoop? Around(TryStatementSyntax node, SemanticModel model, CancellationToken cancellationToken) =>
        node.Block.Statements.LastOrDefault() is ReturnStatementSyntax or BreakStatementSyntax
            ? null
            : Around((StatementSyntax)node, model, cancellationToken);

    /// <summary>The innermost worker loop around a statement in the same function, or null.</summary>
    public static WorkerLoop? Around(StatementSyntax node, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var outer = node.Parent; outer is not null && !IsFunction(outer); outer = outer.Parent)
        {
            if (outer is StatementSyntax statement && IsEndless(statement)
                && TokenOf(statement, model, cancellationToken) is { } token)
            {
                return new(statement, token);
            }
        }

        return null;
    }

    /// <summary>Whether a node is a function of its own, in which other rules of control flow apply.</summary>
    public static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or TypeDeclarationSyntax;

    /// <summary>Bounded loops (pages, attempts) end by themselves; what ends one of them ends no worker.</summary>
    private static bool IsEndless(StatementSyntax statement) => statement switch
    {
        WhileStatementSyntax loop => IsEndless(loop.Condition),
        DoStatementSyntax loop => IsEndless(loop.Condition),
        ForStatementSyntax loop => loop.Condition is null ? loop.Incrementors.Count == 0 : IsEndless(loop.Condition),
        ForEachStatementSyntax loop => loop.AwaitKeyword != default,
        _ => false,
    };

    private static bool IsEndless(ExpressionSyntax condition)
    {
        if (condition.IsKind(SyntaxKind.TrueLiteralExpression))
            return true;

        var asksToken = false;
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            // while (!token.IsCancellationRequested), while (await timer.WaitForNextTickAsync(token))
            asksToken |= node is AwaitExpressionSyntax or IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" };
            if (node.IsKind(SyntaxKind.LessThanExpression) || node.IsKind(SyntaxKind.LessThanOrEqualExpression)
                || node.IsKind(SyntaxKind.GreaterThanExpression) || node.IsKind(SyntaxKind.GreaterThanOrEqualExpression))
            {
                return false;
            }
        }

        return asksToken;
    }

    private static string? TokenOf(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken)
    {
        var condition = loop switch
        {
            WhileStatementSyntax statement => statement.Condition,
            DoStatementSyntax statement => statement.Condition,
            ForStatementSyntax statement => statement.Condition,
            _ => null,
        };
        foreach (var node in condition?.DescendantNodesAndSelf() ?? [])
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested", Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } access)
                return access.Expression.ToString();
        }

        var symbol = model.GetEnclosingSymbol(loop.SpanStart, cancellationToken);
        for (; symbol is IMethodSymbol method; symbol = method.ContainingSymbol)
        {
            foreach (var parameter in method.Parameters)
            {
                if (parameter is { RefKind: RefKind.None, Type: INamedTypeSymbol { Name: "CancellationToken", ContainingNamespace.Name: "Threading" } })
                    return parameter.Name;
            }

            // Nothing static sees what the function around it has.
            if (method is { IsStatic: true, MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
                return null;
        }

        return null;
    }
}
