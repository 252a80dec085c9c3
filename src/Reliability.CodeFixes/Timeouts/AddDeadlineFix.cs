using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Timeouts;

/// <summary>REL0301: gives a call a deadline: that of the call that is being served, or one of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddDeadlineFix)), Shared]
public sealed class AddDeadlineFix() : TextFix("REL0301")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Add the deadline '" + Value(diagnostic) + "'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        var arguments = Fix(diagnostic) == "AddDeadline"
            ? call?.ArgumentList
            : call?.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<BaseObjectCreationExpressionSyntax>().LastOrDefault()?.ArgumentList;
        return Task.FromResult<IEnumerable<TextChange>>(
            arguments is null
                ? []
                : [new(new(arguments.CloseParenToken.SpanStart, 0), (arguments.Arguments.Count > 0 ? ", " : "") + "deadline: " + Value(diagnostic))]);
    }
}
