using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Lifecycle;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0908: calls AddReliability() where the builder is made, or before it builds; or MapReliability() where the application
/// is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MeetReliabilityFix)), Shared]
public sealed class MeetReliabilityFix() : TextFix("REL0908")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => fix switch
    {
        ReliabilityNotAddedRule.Add => "Call AddReliability()",
        ReliabilityNotAddedRule.Move => "Call it before Build()",
        _ => "Call MapReliability()",
    };

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Fix(diagnostic) switch
        {
            ReliabilityNotAddedRule.Add => Behind(HostCode.Creation(root), "AddReliability", text),
            ReliabilityNotAddedRule.Map => Behind(HostCode.Build(root), "MapReliability", text),
            _ => await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
                ? Moved(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), model, text, cancellationToken)
                : [],
        };

    private static IEnumerable<TextChange> Behind(LocalDeclarationStatementSyntax? statement, string method, SourceText text) =>
        statement is null
            ? []
            : [new(new(statement.Span.End, 0), Lines.Break(text) + Lines.Indent(text, statement.SpanStart) + HostCode.Name(statement) + "." + method + "();")];

    /// <summary>The whole line, if nothing else stands on it; in front of what builds the very builder.</summary>
    private static IEnumerable<TextChange> Moved(SyntaxNode name, SemanticModel model, SourceText text, CancellationToken cancellationToken)
    {
        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } syntax
            || model.GetOperation(syntax, cancellationToken) is not IInvocationOperation call
            || HostCode.BuilderOf(call) is not { } builder
            || HostCode.BuildBefore(call, builder) is not { } build
            || HostCode.StatementOf(syntax) is not { } statement)
        {
            yield break;
        }

        var line = text.Lines.GetLineFromPosition(statement.SpanStart);
        var isAlone = text.Lines.GetLineFromPosition(statement.Span.End).LineNumber == line.LineNumber && text.ToString(line.Span).Trim() == statement.ToString();
        yield return new(new(build.SpanStart, 0), statement.ToString() + Lines.Break(text) + Lines.Indent(text, build.SpanStart));
        yield return new(isAlone ? line.SpanIncludingLineBreak : statement.Span, "");
    }
}
