using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Ownership;
using Reliability.CodeFixes.Engine;
using Reliability.Declarations;

namespace Reliability.CodeFixes.Ownership;

/// <summary>REL0101: puts an <c>[Owner]</c> on the type, or on the assembly when there is no type. The team is the only one
/// that the assembly names so far, or a word to be replaced.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddOwnerFix)), Shared]
public sealed class AddOwnerFix() : TextFix("REL0101")
{
    private const string Placeholder = "team";

    private protected override string Title(Diagnostic diagnostic, string fix) =>
        fix == EntryPointHasNoOwnerRule.OnAssembly ? "Name the owner of the assembly" : "Name the owner";

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            return [];

        var team = SymbolDisplay.FormatLiteral(OnlyTeam(model.Compilation.Assembly, cancellationToken) ?? Placeholder, quote: true);
        var lineBreak = Lines.Break(text);
        if (Fix(diagnostic) == EntryPointHasNoOwnerRule.OnAssembly)
        {
            var unit = (CompilationUnitSyntax)root;
            var attribute = "[assembly: " + Name(model, unit.EndOfFileToken.SpanStart) + "(" + team + ")]" + lineBreak;
            return [AtTop(unit, text, attribute, lineBreak)];
        }

        // The first token after documentation comments: an attribute list, a modifier or the keyword.
        var type = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();
        if (type is null)
            return [];

        var start = type.GetFirstToken().SpanStart;
        return [new(new(start, 0), "[" + Name(model, start) + "(" + team + ")]" + lineBreak + Lines.Indent(text, start))];
    }

    /// <summary>An assembly has one owner: the first file that asks for it gets it.</summary>
    private protected override async Task<bool> BelongsInAsync(Document document, FixAllContext context)
    {
        if (context.CodeActionEquivalenceKey != EntryPointHasNoOwnerRule.OnAssembly)
            return true;

        var all = await context.GetAllDiagnosticsAsync(document.Project).ConfigureAwait(false);
        var first = all
            .Where(diagnostic => Fix(diagnostic) == EntryPointHasNoOwnerRule.OnAssembly)
            .Select(diagnostic => diagnostic.Location.SourceTree)
            .OrderBy(tree => tree?.FilePath, StringComparer.Ordinal)
            .FirstOrDefault();
        return first is not null && document.Project.GetDocument(first)?.Id == document.Id;
    }

    private static TextChange AtTop(CompilationUnitSyntax unit, SourceText text, string attribute, string lineBreak)
    {
        if (unit.AttributeLists.LastOrDefault() is { } last)
            return new(new(text.Lines.GetLineFromPosition(last.Span.End).EndIncludingLineBreak, 0), attribute);

        if (unit.Usings.LastOrDefault() is { } import)
            return new(new(text.Lines.GetLineFromPosition(import.Span.End).EndIncludingLineBreak, 0), lineBreak + attribute);

        return new(new(unit.GetFirstToken().SpanStart, 0), attribute + lineBreak);
    }

    /// <summary>The name as it is bound here: as short as the file allows.</summary>
    private static string Name(SemanticModel model, int position)
    {
        var found = model.LookupNamespacesAndTypes(position, name: "OwnerAttribute");
        return found.Length == 1 && found[0] is INamedTypeSymbol type && type.Is(TypeNames.Owner) ? "Owner" : "global::Reliability.Owner";
    }

    private static string? OnlyTeam(IAssemblySymbol assembly, CancellationToken cancellationToken)
    {
        var teams = new HashSet<string>(StringComparer.Ordinal);
        Collect(assembly.GlobalNamespace, teams, cancellationToken);
        return teams.Count == 1 ? teams.First() : null;
    }

    private static void Collect(INamespaceOrTypeSymbol scope, HashSet<string> teams, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var member in scope.GetMembers())
        {
            if (member is INamedTypeSymbol or IMethodSymbol && ServiceReader.Owner(member) is { } owner)
                teams.Add(owner.Team);

            if (member is INamespaceOrTypeSymbol inner)
                Collect(inner, teams, cancellationToken);
        }
    }
}
