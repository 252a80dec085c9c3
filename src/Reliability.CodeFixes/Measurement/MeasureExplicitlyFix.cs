using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Measurement;
using Reliability.CodeFixes.Engine;
using Reliability.Declarations;

namespace Reliability.CodeFixes.Measurement;

/// <summary>REL0203: hands a body that no layer reaches to its own site, word for word, as a lambda.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MeasureExplicitlyFix)), Shared]
public sealed class MeasureExplicitlyFix() : TextFix("REL0203")
{
    private const string Runtime = "Reliability";

    private protected override bool Makes(string fix) => fix == ExplicitBody.Fix;

    private protected override string Title(Diagnostic diagnostic, string fix) => "Measure its body explicitly";

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || SloDeclaration.Of(attribute, model, cancellationToken) is not { } declaration
            || ExplicitBody.Of(declaration.Target, declaration.Node, model) is not { } body)
        {
            return [];
        }

        var (site, imports) = Site(declaration, body, model);
        return Imports.Add((CompilationUnitSyntax)root, text, imports).Concat(Wrap(declaration.Node, body, site, model));
    }

    private static IEnumerable<TextChange> Wrap(SyntaxNode node, ExplicitBody body, string site, SemanticModel model)
    {
        if (body.IsTask && !body.StaysAsync && AsyncKeyword(node) is { RawKind: not 0 } keyword)
            yield return new(TextSpan.FromBounds(keyword.SpanStart, keyword.GetNextToken().SpanStart), "");

        var (opening, closing) = Call(body, site, model);
        if (body.Body is BlockSyntax && node is not LambdaExpressionSyntax)
        {
            yield return new(new(SignatureEnd(node), 0), " => " + opening);
            yield return new(new(body.Body.Span.End, 0), closing + ";");
        }
        else
        {
            yield return new(new(body.Body.SpanStart, 0), opening + (body.Body is ExpressionSyntax && opening.EndsWith("=>", StringComparison.Ordinal) ? " " : ""));
            yield return new(new(body.Body.Span.End, 0), closing);
        }
    }

    private static (string Opening, string Closing) Call(ExplicitBody body, string site, SemanticModel model)
    {
        var type = body.TypeArgument(model) is { } argument ? "<" + argument + ">" : "";
        var space = body.Body is BlockSyntax { Parent: LambdaExpressionSyntax } ? " " : "";
        if (body.Shape == ReturnShape.Stream)
            return (site + ".MeasureStream(", ", " + Token(body, model) + ")");

        if (!body.IsTask)
            return (site + ".Measure" + type + "(() =>" + space, ")");

        var isAsync = body.Method.IsAsync ? "async " : "";
        return (
            (body.StaysAsync ? "await " : "") + site + ".MeasureAsync" + type + "(" + isAsync + (body.Token?.Name is { } name ? Escape(name) : Unused(body.Body)) + " =>" + space,
            ", " + Token(body, model) + ")");
    }

    private static string Token(ExplicitBody body, SemanticModel model) => body.Token is { } token ? Escape(token.Name)
        : model.LookupNamespacesAndTypes(body.Body.SpanStart, name: nameof(CancellationToken)).IsEmpty ? "default"
        : "CancellationToken.None";

    /// <summary>A name for a parameter that the body does not speak of.</summary>
    private static string Unused(SyntaxNode body)
    {
        var used = new HashSet<string>(body.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.UnderscoreToken)).Select(token => token.ValueText));
        var name = "_";
        while (used.Contains(name))
            name = name == "_" ? "cancellationToken" : "_" + name;

        return name;
    }

    /// <summary>The site as source, and what must be imported for it. Where the name means something else already, it is
    /// written in full.</summary>
    private static (string Site, IEnumerable<string> Imports) Site(SloDeclaration declaration, ExplicitBody body, SemanticModel model)
    {
        var place = body.Body.SpanStart;
        var space = GeneratedCode.Namespace(model.Compilation.Assembly.Name);
        var imports = new List<string>();
        if (model.LookupNamespacesAndTypes(place, name: "MeasureExtensions").IsEmpty)
            imports.Add(Runtime);

        var site = ExplicitCalls.Operations + "." + declaration.Identifier;
        var known = model.LookupSymbols(place, name: ExplicitCalls.Operations);
        if (known.Length == 1 && known[0] is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == space)
            return (site, imports);

        if (!known.IsEmpty || !model.LookupNamespacesAndTypes(place, name: GeneratedCode.Registration).IsEmpty)
            return ("global::" + space + "." + site, imports);

        imports.Add(space);
        return (site, imports);
    }

    private static SyntaxToken AsyncKeyword(SyntaxNode node)
    {
        var modifiers = node switch
        {
            BaseMethodDeclarationSyntax method => method.Modifiers,
            LocalFunctionStatementSyntax local => local.Modifiers,
            LambdaExpressionSyntax lambda => lambda.Modifiers,
            _ => default,
        };
        return modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword));
    }

    private static int SignatureEnd(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax { ConstraintClauses: { Count: > 0 } constraints } => constraints.Span.End,
        BaseMethodDeclarationSyntax method => method.ParameterList.Span.End,
        LocalFunctionStatementSyntax { ConstraintClauses: { Count: > 0 } constraints } => constraints.Span.End,
        LocalFunctionStatementSyntax local => local.ParameterList.Span.End,
        AccessorDeclarationSyntax accessor => accessor.Keyword.Span.End,
        _ => node.Span.End,
    };

    private static string Escape(string identifier) => SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;
}
