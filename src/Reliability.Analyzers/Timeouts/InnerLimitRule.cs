using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>REL0305: a limit that never takes effect because one around it is over before.</summary>
/// <remarks>
/// Compares times that are constants and stand in one pipeline: <c>AddTimeout</c> of a Polly builder, <c>Wrap</c> of policies,
/// the handlers and <c>HttpClient.Timeout</c> of one client, the options of the standard resilience handler (which throw when
/// they contradict each other), and a time next to the token of a source that has one. What is not constant, or set in
/// another place, is unknown, and nothing is said of it.
/// </remarks>
internal sealed class InnerLimitRule() : Rule(
    "REL0305", "Inner limit is not below the outer limit", Categories.Timeouts, DiagnosticSeverity.Warning,
    "{0}",
    "Half of the timeout bugs in servers are wrong values; a limit that another one hides is a retry that never happens, or a server that does not start.")
{
    public override void Start(RuleStart start)
    {
        var knowledge = start.Knowledge;
        var times = new PolicyTimes(knowledge);
        if (times.HasPipelines)
            start.OnCall((site, call) => PipelineLimits.Check(site, call, times), "AddTimeout");

        if (times.HasPolicies)
            start.OnCall((site, call) => PipelineLimits.CheckWrap(site, call, times), "Wrap", "WrapAsync");

        if (start.Type("Microsoft.Extensions.DependencyInjection.IHttpClientBuilder") is { } builder)
            start.OnCall((site, call) => ClientLimits.Check(site, call, times, builder), "AddPolicyHandler", "AddResilienceHandler");

        if (start.Type("Microsoft.Extensions.Http.Resilience.HttpStandardResilienceOptions") is { } options)
            start.OnCall((site, call) => StandardLimits.Check(site, call, options), "AddStandardResilienceHandler", "Configure");

        if (knowledge.Core is { Task: not null, TokenSource: not null })
            start.OnCall(SourceLimits.Check, "Delay", "WaitAsync", "Wait");
    }

    /// <summary>Reports an inner limit that an outer one hides.</summary>
    public static void Report(Site site, Limit inner, Limit outer) => site.Report(
        inner.Place,
        "This limit of " + Durations.Text(inner.Time) + " never takes effect: " + outer.What + " of " + Durations.Text(outer.Time) + " around it is over before");
}
