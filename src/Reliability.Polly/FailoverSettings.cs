using System.Globalization;

namespace Reliability.Failover;

/// <summary>Reads what the configuration makes of a policy, within the ranges that attributes have.</summary>
internal sealed class FailoverSettings(FailoverSite site) : IConfiguredOperation
{
    private const double DayMilliseconds = 86_400_000;
    private const double DaySeconds = 86_400;

    private static readonly NumberRange s_milliseconds = new(0, DayMilliseconds, IsAbove: true);
    private static readonly NumberRange s_percent = new(0, 100, IsAbove: true);
    private static readonly NumberRange s_seconds = new(0.5, DaySeconds);
    private static readonly NumberRange s_attempts = new(2, 10, IsWhole: true);
    private static readonly NumberRange s_calls = new(2, int.MaxValue, IsWhole: true);

    public string Name => site.Operation;

    public string? Problem => Breaker.Problem(site);

    public Action Read(OperationValues values)
    {
        var declared = site.Declared;
        values.Expect("Timeout", declared.Timeout is not null);
        values.Expect("Retry", declared.Retry is not null);
        values.Expect("CircuitBreaker", declared.CircuitBreaker is not null);
        values.Expect("Fallback", declared.Fallback is not null);
        var policy = new FailoverPolicy
        {
            Timeout = Part(values, "Timeout", declared.Timeout, Timeout),
            Retry = Part(values, "Retry", declared.Retry, Retry),
            CircuitBreaker = Part(values, "CircuitBreaker", declared.CircuitBreaker, CircuitBreaker),
            Fallback = Part(values, "Fallback", declared.Fallback, static (_, fallback) => fallback),
        };
        return () => site.Apply(policy);
    }

    /// <summary>Its values are read where it is switched off, too: they are settings that there are, and what cannot be meant is better said
    /// before it is switched on again.</summary>
    private static T? Part<T>(OperationValues values, string section, T? declared, Func<OperationValues, T, T> read)
        where T : class
    {
        if (declared is null)
            return null;

        var part = read(values, declared);
        return values.Flag(section + ":Enabled", true) ? part : null;
    }

    private static TimeoutPolicy Timeout(OperationValues values, TimeoutPolicy declared)
    {
        var total = Milliseconds(values, "Timeout:Milliseconds", declared.Total);
        if (declared.Attempt is not { } declaredAttempt)
        {
            values.Undeclared("Timeout:AttemptMilliseconds");
            return declared with { Total = total };
        }

        var attempt = Milliseconds(values, "Timeout:AttemptMilliseconds", declaredAttempt);
        values.Require(
            attempt < total, "Timeout:AttemptMilliseconds",
            Text($"is {attempt.TotalMilliseconds:0.###}, which is not below Timeout:Milliseconds, {total.TotalMilliseconds:0.###}: no attempt would end before the call does"));
        return new() { Total = total, Attempt = attempt };
    }

    private static RetryPolicy Retry(OperationValues values, RetryPolicy declared)
    {
        var retry = declared with
        {
            MaxAttempts = (int)values.Number("Retry:MaxAttempts", declared.MaxAttempts, s_attempts),
            Delay = Milliseconds(values, "Retry:DelayMilliseconds", declared.Delay),
            MaxDelay = Milliseconds(values, "Retry:MaxDelayMilliseconds", declared.MaxDelay),
            BudgetPercent = values.Number("Retry:BudgetPercent", declared.BudgetPercent, s_percent),
        };
        values.Require(
            retry.Delay <= retry.MaxDelay, "Retry:DelayMilliseconds",
            Text($"is {retry.Delay.TotalMilliseconds:0.###}, which is above Retry:MaxDelayMilliseconds, {retry.MaxDelay.TotalMilliseconds:0.###}"));
        return retry;
    }

    private static CircuitBreakerPolicy CircuitBreaker(OperationValues values, CircuitBreakerPolicy declared) => declared with
    {
        FailurePercent = values.Number("CircuitBreaker:FailurePercent", declared.FailurePercent, s_percent),
        MinimumCalls = (int)values.Number("CircuitBreaker:MinimumCalls", declared.MinimumCalls, s_calls),
        Sampling = TimeSpan.FromSeconds(values.Number("CircuitBreaker:SamplingSeconds", declared.Sampling.TotalSeconds, s_seconds)),
        Break = TimeSpan.FromSeconds(values.Number("CircuitBreaker:BreakSeconds", declared.Break.TotalSeconds, s_seconds)),
    };

    private static TimeSpan Milliseconds(OperationValues values, string name, TimeSpan declared) =>
        TimeSpan.FromMilliseconds(values.Number(name, declared.TotalMilliseconds, s_milliseconds));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
