using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Slo;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Slo;

/// <summary>REL0103: writes the percentage that a ratio means, leaves out a window that cannot be kept, gives an operation a
/// name of its own, adds the method that judges results.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectObjectiveFix)), Shared]
public sealed class CorrectObjectiveFix() : TextFix("REL0103")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => fix switch
    {
        ObjectiveCannotBeMeantRule.Replace => "Write " + Value(diagnostic),
        ObjectiveCannotBeMeantRule.Remove => "Leave it out",
        ObjectiveCannotBeMeantRule.Judge => "Add the method",
        _ => "Name it '" + Value(diagnostic) + "'",
    };

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var argument = node.FirstAncestorOrSelf<AttributeArgumentSyntax>();
        TextChange? change = Fix(diagnostic) switch
        {
            ObjectiveCannotBeMeantRule.Replace when argument is not null => new(argument.Expression.Span, Value(diagnostic)),
            ObjectiveCannotBeMeantRule.Remove when argument is not null => AttributeArguments.Remove(argument),
            ObjectiveCannotBeMeantRule.Name when argument is not null => new(argument.Expression.Span, Literal(diagnostic)),
            ObjectiveCannotBeMeantRule.Judge => Judge(node, text, Value(diagnostic)),
            ObjectiveCannotBeMeantRule.Name => Add(node.FirstAncestorOrSelf<AttributeSyntax>(), "Name = " + Literal(diagnostic)),
            _ => null,
        };
        return Task.FromResult<IEnumerable<TextChange>>(change is { } found ? [found] : []);
    }

    /// <summary>Behind the member that is judged, or at the beginning of the type that is; top-level statements have no
    /// place.</summary>
    private static TextChange? Judge(SyntaxNode node, SourceText text, string signature)
    {
        var lineBreak = Lines.Break(text);
        var method = (signature.StartsWith("static", StringComparison.Ordinal) ? "private " : "") + signature + " => throw new global::System.NotImplementedException();";
        return node.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            null or GlobalStatementSyntax => null,
            TypeDeclarationSyntax { OpenBraceToken: { RawKind: not 0 } brace } type =>
                new(new(brace.Span.End, 0), lineBreak + Lines.Indent(text, type.SpanStart) + "    " + method),
            var member => new(new(member.Span.End, 0), lineBreak + lineBreak + Lines.Indent(text, member.SpanStart) + method),
        };
    }

    private static string Literal(Diagnostic diagnostic) => SymbolDisplay.FormatLiteral(Value(diagnostic), quote: true);

    private static TextChange? Add(AttributeSyntax? attribute, string argument) => attribute switch
    {
        null => null,
        { ArgumentList: null } => new(new(attribute.Name.Span.End, 0), "(" + argument + ")"),
        { ArgumentList: { Arguments.Count: 0 } empty } => new(new(empty.OpenParenToken.Span.End, 0), argument),
        { ArgumentList: { } list } => new(new(list.Arguments.Last().Span.End, 0), ", " + argument),
    };
}
