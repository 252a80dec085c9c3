using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Errors;

/// <summary>REL0606: calls <c>EnsureSuccessStatusCode()</c> before the content is read.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EnsureSuccessFix)), Shared]
public sealed class EnsureSuccessFix() : TextFix("REL0606")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Call EnsureSuccessStatusCode()";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var response = Value(diagnostic);
        return Task.FromResult(response.Length == 0 ? InChain(node) : BehindStatement(node, response, text));
    }

    /// <summary>Between the response and its content: the call returns the response.</summary>
    private static IEnumerable<TextChange> InChain(SyntaxNode call)
    {
        for (var node = call.Parent; node is ExpressionSyntax; node = node.Parent)
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content", Expression: var response })
                return [new(new(response.Span.End, 0), ".EnsureSuccessStatusCode()")];
        }

        return [];
    }

    private static IEnumerable<TextChange> BehindStatement(SyntaxNode call, string response, SourceText text)
    {
        var check = response + ".EnsureSuccessStatusCode();";
        switch (call.FirstAncestorOrSelf<StatementSyntax>())
        {
            case UsingStatementSyntax { Statement: BlockSyntax block, Expression: null }:
                var first = block.Statements.FirstOrDefault();
                var inner = first is null ? Lines.Indent(text, block.SpanStart) + "    " : Lines.Indent(text, first.SpanStart);
                return [new(new(block.OpenBraceToken.Span.End, 0), Lines.Break(text) + inner + check)];
            case { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax } statement:
                return [new(new(End(statement), 0), Lines.Break(text) + Lines.Indent(text, statement.SpanStart) + check)];
            default:
                return [];
        }
    }

    /// <summary>The end of a statement with the comment behind it.</summary>
    private static int End(StatementSyntax statement)
    {
        foreach (var trivia in statement.GetTrailingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                return trivia.SpanStart;
        }

        return statement.Span.End;
    }
}
