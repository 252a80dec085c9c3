using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Errors;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Errors;

/// <summary>REL0605: logs what the task fails with.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LogFaultFix)), Shared]
public sealed class LogFaultFix() : TextFix("REL0605")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Log the failure";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            return Task.FromResult<IEnumerable<TextChange>>([]);

        var line = Lines.Break(text) + Lines.Indent(text, call.SpanStart) + "    ";
        const string Faulted = FireAndForgetRule.Parameter;
        return Task.FromResult<IEnumerable<TextChange>>(
        [
            new(
                new(call.Span.End, 0),
                ".ContinueWith(" + line + Faulted + " => " + Value(diagnostic) + ".LogError(" + Faulted + ".Exception, \"" + Work(call) + " failed\"),"
                + line + "CancellationToken.None," + line + "TaskContinuationOptions.OnlyOnFaulted," + line + "TaskScheduler.Default)"),
        ]);
    }

    /// <summary>What the log calls the work: the method that is started.</summary>
    private static string Work(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: not ("Run" or "StartNew") and var name } => name,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "Background work",
    };
}
