using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Lifecycle;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0909: writes a group as a path has it, or as the attribute that it has; leaves out what cannot be meant; opens a method to
/// emitted code.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectHealthFix)), Shared]
public sealed class CorrectHealthFix() : TextFix("REL0909")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => fix switch
    {
        HealthFixes.Replace => "Write " + Value(diagnostic),
        HealthFixes.Attribute => "Write [" + Value(diagnostic) + "]",
        HealthFixes.Open => "Make '" + Value(diagnostic) + "' internal",
        _ => "Leave it out",
    };

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var argument = node.FirstAncestorOrSelf<AttributeArgumentSyntax>();
        TextChange? change = Fix(diagnostic) switch
        {
            HealthFixes.Replace when argument is not null => new(argument.Expression.Span, Value(diagnostic)),
            HealthFixes.Remove when argument is not null => AttributeArguments.Remove(argument),
            HealthFixes.Attribute when node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute => new(attribute.Span, Value(diagnostic)),
            HealthFixes.Open => Open(node, Value(diagnostic)),
            _ => null,
        };
        return Task.FromResult<IEnumerable<TextChange>>(change is { } found ? [found] : []);
    }

    /// <summary>The method that carries the attribute, or the one that a dependency names as its check.</summary>
    private static TextChange? Open(SyntaxNode node, string name)
    {
        var method = node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } own && own.Identifier.ValueText == name
            ? own
            : node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(member => member.Identifier.ValueText == name);
        if (method is null)
            return null;

        var closed = method.Modifiers.Where(modifier => modifier.IsKind(SyntaxKind.PrivateKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword)).ToList();
        return closed.Count switch
        {
            0 => new(new(method.Modifiers.Count > 0 ? method.Modifiers[0].SpanStart : method.ReturnType.SpanStart, 0), "internal "),
            1 when closed[0].IsKind(SyntaxKind.ProtectedKeyword) => new(closed[0].Span, "protected internal"),
            1 => new(closed[0].Span, "internal"),
            _ => new(TextSpan.FromBounds(closed[0].SpanStart, closed[1].Span.End), "protected internal"),
        };
    }
}
