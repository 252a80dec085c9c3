using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Finds the loop of a background service, where there is no doubt which one it is.</summary>
internal static class BeatPlace
{
    private const string Work = "ExecuteAsync";
    private const string Tick = "WaitForNextTickAsync";

    /// <summary>The only <c>while</c> loop of the class's <c>ExecuteAsync</c>, or null. Not one that waits for work in its condition, where it
    /// may be silent for hours and healthy; nor one inside of another loop.</summary>
    public static WhileStatementSyntax? Of(AttributeSyntax heartbeat)
    {
        if (heartbeat.Parent?.Parent is not ClassDeclarationSyntax type)
            return null;

        WhileStatementSyntax? only = null;
        foreach (var member in type.Members)
        {
            if (member is not MethodDeclarationSyntax { Identifier.ValueText: Work } method)
                continue;

            foreach (var node in method.DescendantNodes(IsOwn))
            {
                if (node is not WhileStatementSyntax loop)
                    continue;

                if (only is not null)
                    return null;

                only = loop;
            }
        }

        return only is { Statement: not BlockSyntax { Statements.Count: 0 } } && !WaitsForWork(only.Condition) && !IsInLoop(only) ? only : null;
    }

    private static bool IsOwn(SyntaxNode node) => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private static bool WaitsForWork(ExpressionSyntax condition)
    {
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            if (node is AwaitExpressionSyntax wait && !wait.Expression.DescendantTokens().Any(token => token.ValueText == Tick))
                return true;
        }

        return false;
    }

    private static bool IsInLoop(StatementSyntax loop)
    {
        for (var outer = loop.Parent; outer is not null and not MemberDeclarationSyntax; outer = outer.Parent)
        {
            if (outer is ForStatementSyntax or CommonForEachStatementSyntax or DoStatementSyntax or WhileStatementSyntax)
                return true;
        }

        return false;
    }
}
