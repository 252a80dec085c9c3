using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Lifecycle;
using Reliability.CodeFixes.Engine;
using Reliability.Declarations;
using Reliability.Declarations.Health;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0910: beats at the beginning of each round of the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BeatInLoopFix)), Shared]
public sealed class BeatInLoopFix() : TextFix("REL0910")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Beat in each round of the loop";

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || BeatPlace.Of(attribute) is not { } loop)
        {
            return [];
        }

        var (heartbeats, imports) = Heartbeats(loop.Statement.SpanStart, model);
        return Imports.Add((CompilationUnitSyntax)root, text, imports).Concat(LoopBody.Begin(loop.Statement, text, heartbeats + "." + Value(diagnostic) + ".Beat();"));
    }

    /// <summary>The emitted class as source, and what must be imported for it. Where the name means something else already, it is written in
    /// full.</summary>
    private static (string Heartbeats, IEnumerable<string> Imports) Heartbeats(int place, SemanticModel model)
    {
        var space = GeneratedCode.Namespace(model.Compilation.Assembly.Name);
        var known = model.LookupSymbols(place, name: HeartbeatReader.Heartbeats);
        if (known.IsEmpty && model.LookupNamespacesAndTypes(place, name: GeneratedCode.Registration).IsEmpty)
            return (HeartbeatReader.Heartbeats, [space]);

        return known.Length == 1 && known[0] is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == space
            ? (HeartbeatReader.Heartbeats, [])
            : ("global::" + space + "." + HeartbeatReader.Heartbeats, []);
    }
}
