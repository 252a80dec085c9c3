using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Reads where a handler goes.</summary>
internal static class Handler
{
    /// <summary>The statement by which a handler always leaves, or null when it may stay or asks the token.</summary>
    public static StatementSyntax? Leaves(CatchClauseSyntax clause)
    {
        var statements = clause.Block.Statements;
        if (statements.Count == 0 || statements[statements.Count - 1] is not (BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax { Expression: null }))
            return null;

        foreach (var node in clause.Block.DescendantNodes())
        {
            if (node is ContinueStatementSyntax or IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" or "InnerException" or "CancellationToken" })
                return null;
        }

        return statements[statements.Count - 1];
    }

    /// <summary>What a <c>break</c> in a handler leaves.</summary>
    public static SyntaxNode? Broken(CatchClauseSyntax clause) => clause.FirstAncestorOrSelf<SyntaxNode>(node =>
        node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax);
}
