using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0501: a retry loop that nothing ends when what it tries stays broken: no number of attempts, no deadline, no
/// token. Whoever called waits for ever, and a stop waits with him.</summary>
/// <remarks>
/// Reports loops whose head cannot end them, around something that may stay broken: a known remote call or write, or anything
/// that the loop waits for between attempts. Silent as soon as anything might be a limit: a token anywhere in the loop, a clock, a
/// condition that reads a counter or asks something that is not understood, a handler that does more than take note.
/// </remarks>
internal sealed class EndlessRetryRule() : Rule(
    "REL0501", "Retry without cap, deadline or token", Categories.Retries, DiagnosticSeverity.Warning,
    "As long as {0} fails, this loop never ends: it has no number of attempts, no deadline, and asks no token{1}",
    "A retry that nothing ends turns an outage of a dependency into a hang of its caller, and adds load for as long as it lasts.")
{
    // A person who started a tool can stop it.
    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override void Start(RuleStart start) => start.OnLoop(Check);

    private static void Check(Site site, Loop loop)
    {
        foreach (var attempt in loop.Attempts)
        {
            if (What(attempt, site) is not { } what || RetryBounds.MayEnd(attempt, site.Knowledge, site.Cancelled))
                continue;

            var token = site.Knowledge.Tokens.InScope(loop.Operation, site.Member) ?? site.Knowledge.Tokens.InType(site.Member);
            var canAsk = token is not null && loop.Operation.Body.Syntax is BlockSyntax;
            site.Report(
                loop.Head,
                site.Severity,
                canAsk ? DiagnosticProperties.With("AskToken", token) : DiagnosticProperties.None,
                what,
                token is null ? "" : ", though '" + token + "' is at hand");
            return;
        }
    }

    /// <summary>What is tried, or null: nothing that is known to stay broken for long.</summary>
    private static string? What(RetryAttempt attempt, Site site)
    {
        // Who waits for work is no retry.
        foreach (var part in attempt.Try.Body.OwnFrame())
        {
            if (part is IInvocationOperation call && site.Knowledge.Apis.Has(call.TargetMethod, ApiTraits.Paces) && call.TargetMethod.Name is not ("Delay" or "Sleep"))
                return null;
        }

        if (attempt.RemoteCall(site.Knowledge, site.Cancelled) is { } remote)
            return remote;

        return attempt.Loop.Parts.Any(part => attempt.Loop.Paces(part, site.Cancelled)) ? "what it tries" : null;
    }
}
