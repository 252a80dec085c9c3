using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Configuration;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Configuration;

/// <summary>REL1201: has the options validated when the host starts.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ValidateOnStartFix)), Shared]
public sealed class ValidateOnStartFix() : TextFix("REL1201")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Validate when the host starts";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        return Task.FromResult(
            call is null ? []
            : Fix(diagnostic) == OptionsNotValidatedRule.AddCalls ? Add(call, diagnostic, text)
            : Replace(call, Fix(diagnostic) == OptionsNotValidatedRule.ReplaceNamed, Value(diagnostic)));
    }

    /// <summary><c>Configure&lt;T&gt;(section)</c> becomes <c>AddOptions&lt;T&gt;().Bind(section)…</c>; a name goes with the
    /// former.</summary>
    private static IEnumerable<TextChange> Replace(InvocationExpressionSyntax call, bool isNamed, string calls)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access)
            yield break;

        var arguments = call.ArgumentList.Arguments;
        var name = isNamed ? arguments[0].ToString() : "";
        var rest = string.Join(", ", arguments.Skip(isNamed ? 1 : 0).Select(argument => argument.ToString()));
        yield return new(access.Name.Identifier.Span, "AddOptions");
        yield return new(call.ArgumentList.Span, "(" + name + ").Bind(" + rest + ")" + calls);
    }

    /// <summary>Adds calls behind the one that binds.</summary>
    private static IEnumerable<TextChange> Add(InvocationExpressionSyntax call, Diagnostic diagnostic, SourceText text)
    {
        var bind = call;
        while (bind is { Expression: MemberAccessExpressionSyntax access } && access.Name.Identifier.ValueText != diagnostic.Properties["At"])
            bind = bind.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } ? next : null;

        if (bind is null)
            yield break;

        // In a chain over several lines each call gets a line of its own.
        var dot = ((MemberAccessExpressionSyntax)bind.Expression).OperatorToken.SpanStart;
        var line = text.Lines.GetLineFromPosition(dot);
        var before = text.ToString(TextSpan.FromBounds(line.Start, dot));
        var calls = Value(diagnostic);
        yield return new(
            new(bind.Span.End, 0),
            string.IsNullOrWhiteSpace(before) ? calls.Replace(").", ")\0.").Split('\0').Aggregate("", (all, one) => all + Lines.Break(text) + before + one) : calls);
    }
}
