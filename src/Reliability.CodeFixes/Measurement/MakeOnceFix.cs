using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Measurement;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Measurement;

/// <summary>REL0209: has a meter or source made once.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeOnceFix)), Shared]
public sealed class MakeOnceFix() : TextFix("REL0209")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => fix == MeterPerInstanceRule.MakeStatic ? "Make it static" : "Make it once";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var creation = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Task.FromResult(Fix(diagnostic) == MeterPerInstanceRule.MakeStatic
            ? AddStatic(creation.FirstAncestorOrSelf<FieldDeclarationSyntax>())
            : Initialize(creation.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>()));
    }

    private static IEnumerable<TextChange> AddStatic(FieldDeclarationSyntax? field)
    {
        if (field is null)
            return [];

        // private static readonly: behind the access, before the rest.
        var before = field.Modifiers.FirstOrDefault(modifier => !SyntaxFacts.IsAccessibilityModifier(modifier.Kind()));
        return [new(new(before == default ? field.Declaration.SpanStart : before.SpanStart, 0), "static ")];
    }

    private static IEnumerable<TextChange> Initialize(ArrowExpressionClauseSyntax? arrow) =>
        arrow is null ? [] : [new(arrow.ArrowToken.Span, "{ get; } =")];
}
