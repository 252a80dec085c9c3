using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Overload;

/// <summary>REL0701: gives a queue a bound at which its writers wait.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BoundQueueFix)), Shared]
public sealed class BoundQueueFix() : TextFix("REL0701")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Hold " + Value(diagnostic) + " items at most, and let writers wait";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) switch
        {
            InvocationExpressionSyntax call => Bound(call, Value(diagnostic)),
            BaseObjectCreationExpressionSyntax creation => Bound(creation, Value(diagnostic)),
            _ => [],
        });

    private static IEnumerable<TextChange> Bound(InvocationExpressionSyntax call, string capacity)
    {
        var name = call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression as SimpleNameSyntax;
        if (name is null)
            yield break;

        // What else the author says of readers and writers is said of the bounded channel as well.
        var said = call.ArgumentList.Arguments is [{ Expression: BaseObjectCreationExpressionSyntax { Initializer.Expressions: var options } }]
            ? string.Concat(options.Select(option => ", " + option))
            : "";
        yield return new(name.Identifier.Span, "CreateBounded");
        yield return new(
            TextSpan.FromBounds(call.ArgumentList.OpenParenToken.Span.End, call.ArgumentList.CloseParenToken.SpanStart),
            "new BoundedChannelOptions(" + capacity + ") { FullMode = BoundedChannelFullMode.Wait" + said + " }");
    }

    private static IEnumerable<TextChange> Bound(BaseObjectCreationExpressionSyntax creation, string capacity) => creation.ArgumentList switch
    {
        { Arguments.Count: 0 } none => [new(new(none.CloseParenToken.SpanStart, 0), capacity)],
        { } some => [new(new(some.CloseParenToken.SpanStart, 0), ", " + capacity)],
        null => [],
    };
}
