using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0506: a retry around a call that retries by itself. The attempts multiply: three layers of four are 64 requests for
/// one, at the moment when the dependency can least bear them.</summary>
/// <remarks>
/// Reports a retry loop, or a Polly policy built within sight, around a call whose attempts are known as well: a loop in this
/// assembly that gives up by throwing, another policy, or a client that retries by default (unless the assembly configures
/// that). Only constants are multiplied; silent where either number is unknown, or the outer clause sorts failures.
/// </remarks>
internal sealed class NestedRetriesRule() : Rule(
    "REL0506", "Nested retries multiply", Categories.Retries, DiagnosticSeverity.Warning,
    "{0} × {1} = {2} attempts: {3} already tries {1} times",
    "Each layer that retries multiplies the load of the layers below, and the time until the caller learns of the failure.")
{
    public override void Start(RuleStart start)
    {
        var polly = new PollyRetries(start.Type("Polly.Retry.RetryStrategyOptions`1"));
        var inner = new InnerAttempts(start.Knowledge, polly);
        start.OnLoop((site, loop) => Check(site, loop, inner));
        start.OnCall(ApiTraits.RetriesDelegate, (site, call, _) => CheckPolicy(site, call, polly, inner));
    }

    private static void Check(Site site, Loop loop, InnerAttempts inner)
    {
        foreach (var attempt in loop.Attempts)
        {
            if (attempt.Catches.All(clause => Handlers.TakesOutage(clause, site.Knowledge)) && AttemptCount.ConstantOf(attempt) is { } outer and > 1)
                Report(site, attempt.Try.Body, outer, inner);
        }
    }

    private static void CheckPolicy(Site site, IInvocationOperation call, PollyRetries polly, InnerAttempts inner)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation work }
                && polly.Attempts(call, site.Knowledge, site.Cancelled) is { } outer and > 1)
            {
                Report(site, work.Body, outer, inner);
            }
        }
    }

    private static void Report(Site site, IOperation body, int outer, InnerAttempts inner)
    {
        foreach (var part in body.OwnFrame())
        {
            if (part is IInvocationOperation call && !site.Knowledge.Catches.IsTakenBetween(call, body, site.Knowledge.Core.Exception) && inner.Of(call, site.Cancelled) is { } found)
            {
                site.Report(call.Syntax, outer, found.Attempts, outer * found.Attempts, found.Name);
                return;
            }
        }
    }
}
