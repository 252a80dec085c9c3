using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(Fix(diagnostic) switch
        {
            ReliabilityNotAddedRule.Add => Behind(HostCode.Creation(root), "AddReliability", text),
            ReliabilityNotAddedRule.Map => Behind(HostCode.Build(root), "MapReliability", text),
            _ => Moved(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), text),
        });

    private static IEnumerable<TextChange> Behind(LocalDeclarationStatementSyntax? statement, string method, SourceText text) =>
        statement is null
            ? []
            : [new(new(statement.Span.End, 0), Lines.Break(text) + Lines.Indent(text, statement.SpanStart) + HostCode.Name(statement) + "." + method + "();")];

    /// <summary>The whole line, if nothing else stands on it.</summary>
    private static IEnumerable<TextChange> Moved(SyntaxNode call, SourceText text)
    {
        if (HostCode.StatementOf(call) is not { } statement || Siblings(statement) is not { } siblings)
            yield break;

        var build = siblings.FirstOrDefault(sibling => sibling.SpanStart < statement.SpanStart
            && sibling.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(other => other.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Build" }));
        if (build is null)
            yield break;

        var line = text.Lines.GetLineFromPosition(statement.SpanStart);
        var isAlone = text.Lines.GetLineFromPosition(statement.Span.End).LineNumber == line.LineNumber && text.ToString(line.Span).Trim() == statement.ToString();
        yield return new(new(build.SpanStart, 0), statement.ToString() + Lines.Break(text) + Lines.Indent(text, build.SpanStart));
        yield return new(isAlone ? line.SpanIncludingLineBreak : statement.Span, "");
    }

    private static IEnumerable<StatementSyntax>? Siblings(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement),
        _ => null,
    };
}
