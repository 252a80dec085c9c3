using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Failover;

/// <summary>REL0802: a pipeline whose strategies do not add up in the order in which they are added.</summary>
/// <remarks>
/// Reports, for pipelines of Polly 8 that are all in sight and constant: retries whose only timeout is inside, where all
/// attempts may take longer than <c>reliability.REL0802.max_total_seconds</c>; a total timeout that ends before one attempt
/// does; and a breaker outside of the retry, which counts many attempts as one. Not the first for an <c>HttpClient</c>: its
/// own timeout is around the pipeline.
/// </remarks>
internal sealed class StrategyOrderRule() : Rule(
    "REL0802", "Strategies in an order that does not add up", Categories.Failover, DiagnosticSeverity.Info,
    "{0}",
    "Each strategy is inside of those that were added before it: a timeout inside of the retry bounds one attempt, one outside bounds all.")
{
    /// <summary>The fix.</summary>
    public const string AddTotal = nameof(AddTotal);

    private const int DefaultTotal = 60;

    // Polly 8: TimeoutStrategyOptions.Timeout, CircuitBreakerStrategyOptions.MinimumThroughput.
    private const int DefaultTimeout = 30;
    private const int DefaultThroughput = 100;

    public override void Start(RuleStart start)
    {
        if (start.Type("Polly.ResiliencePipelineBuilderBase") is not null)
            start.OnCall(Check, "AddRetry");
    }

    private static void Check(Site site, IInvocationOperation retry)
    {
        if (!PollyCalls.IsPolly(retry.TargetMethod) || Pipeline.Around(retry) is not { } pipeline || RetryPlan.Of(retry, site) is not { } plan)
            return;

        IInvocationOperation? total = null, attempt = null, breaker = null;
        var isOutside = true;
        foreach (var strategy in pipeline.Strategies)
        {
            switch (strategy.TargetMethod.Name)
            {
                case "AddRetry" when strategy == retry:
                    isOutside = false;
                    break;
                case "AddTimeout" when isOutside:
                    total = strategy;
                    break;
                case "AddTimeout":
                    attempt ??= strategy;
                    break;
                case "AddCircuitBreaker" when isOutside:
                    breaker = strategy;
                    break;
                case "AddCircuitBreaker" or "AddConcurrencyLimiter" or "AddRateLimiter" or "AddFallback":
                    break;
                default:
                    // Another retry, a hedge, a pipeline, a strategy of the author's: it may bound or repeat anything.
                    return;
            }
        }

        if (breaker is not null && Throughput(breaker) is { } throughput)
            ReportBreaker(site, breaker, plan, throughput);

        if (attempt is null || Timeout(attempt, site) is not { } each)
            return;

        if (total is not null)
            ReportShortTotal(site, total, each);
        else if (!pipeline.IsOfHttpClient)
            ReportNoTotal(site, retry, plan, each);
    }

    private static void ReportNoTotal(Site site, IInvocationOperation retry, RetryPlan plan, TimeSpan each)
    {
        var limit = site.Option("max_total_seconds", DefaultTotal);
        var seconds = plan.Attempts * each.TotalSeconds + (plan.Pauses ?? TimeSpan.Zero).TotalSeconds;
        if (seconds <= limit)
            return;

        var most = plan.Attempts > 1000
            ? "there is no end to them"
            : Number(plan.Attempts) + " attempts of " + Durations.Text(each)
                + (plan.Pauses is { } pauses ? " and " + Durations.Text(pauses) + " of back-off" : " and the back-off")
                + " are " + Durations.Text(TimeSpan.FromSeconds(seconds));
        site.Report(
            Name(retry),
            each.TotalSeconds < limit ? DiagnosticProperties.With(AddTotal, limit.ToString(CultureInfo.InvariantCulture)) : DiagnosticProperties.None,
            "No timeout is around this retry, only one inside of it: " + most + "; add a total timeout before it");
    }

    private static void ReportShortTotal(Site site, IInvocationOperation total, TimeSpan each)
    {
        if (Timeout(total, site) is { } all && all <= each)
        {
            site.Report(
                Name(total),
                "The timeout of " + Durations.Text(all) + " around the retry ends before one attempt of " + Durations.Text(each) + " may: what times out is never tried again");
        }
    }

    private static void ReportBreaker(Site site, IInvocationOperation breaker, RetryPlan plan, double throughput) => site.Report(
        Name(breaker),
        "This breaker is around the retry and counts " + (plan.Attempts > 1000 ? "all" : Number(plan.Attempts)) + " attempts as one: up to "
            + (plan.Attempts > 1000 ? "any number of" : Number(plan.Attempts * throughput)) + " calls fail before it opens; add it after the retry");

    private static TimeSpan? Timeout(IInvocationOperation addTimeout, Site site) => addTimeout.Options() switch
    {
        IObjectCreationOperation { Type.Name: "TimeoutStrategyOptions" or "HttpTimeoutStrategyOptions" } options =>
            options.Initialized("TimeoutGenerator") is not null ? null
            : options.Initialized("Timeout") is { } set ? Durations.Of(set, site.Knowledge, site.Cancelled)
            : TimeSpan.FromSeconds(DefaultTimeout),
        { } time => Durations.Of(time, site.Knowledge, site.Cancelled),
        _ => null,
    };

    private static double? Throughput(IInvocationOperation breaker) => breaker.Options() is IObjectCreationOperation options
        ? options.Initialized("MinimumThroughput") is { } set ? Durations.Number(set) : DefaultThroughput
        : null;

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static SyntaxNode Name(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : call.Syntax;
}
