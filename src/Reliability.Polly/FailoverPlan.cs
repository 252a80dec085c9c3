using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.Retry;
using Reliability.Overload;

namespace Reliability.Failover;

/// <summary>A policy as it is carried out: the pipeline, and what goes on around it. Never changes; a change of the configuration makes a new
/// one, which the next call takes.</summary>
internal sealed class FailoverPlan
{
    private readonly ExceptionFilter _retried;
    private readonly ExceptionFilter _answered;
    private readonly RetryPolicy? _retry;
    private readonly RetryBudget? _budget;

    /// <param name="owner">Whose breaker it is.</param>
    /// <param name="operation">The name of the operation.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="gate">What lets calls in; null when nothing limits them.</param>
    /// <param name="clock">The clock.</param>
    public FailoverPlan(object owner, string operation, FailoverPolicy policy, AdmissionGate? gate, TimeProvider clock)
    {
        Policy = policy;
        _retry = policy.Retry;
        _retried = new(policy.Retry?.On ?? default);
        _answered = new(policy.Fallback?.On ?? default);
        if (_retry is not null)
        {
            _budget = RetryBudget.Of(_retry.Dependency ?? operation, clock);
            Share = _budget.Join(_retry.BudgetPercent);
        }

        Pipeline = Build(owner, operation, gate, clock);
    }

    public FailoverPolicy Policy { get; }

    public ResiliencePipeline Pipeline { get; }

    /// <summary>What calls earn retries by.</summary>
    public RetryBudget.Share? Share { get; }

    /// <summary>Whether a call that failed is answered by another method. When the caller has gone it is not, whatever the core made of the
    /// cancellation: nobody would hear the answer.</summary>
    public bool IsAnswered(Exception exception, FailoverCall call) =>
        Policy.Fallback is { } fallback
        && !call.IsCancelledByCaller
        && (fallback.On.Count == 0 || _answered.Contains(exception));

    /// <summary>Its calls earn nothing any more.</summary>
    public void Retire()
    {
        if (Share is { } share)
            _budget!.Leave(share);
    }

    private ResiliencePipeline Build(object owner, string operation, AdmissionGate? gate, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock, Name = "reliability", InstanceName = operation };
        if (gate is not null)
            Add(builder, "Admission", new Admission(gate));

        if (Policy.Timeout is { } timeout)
        {
            Add(builder, "TimeLimit", new TimeLimit(operation, timeout.Total, isAttempt: false, clock));
            builder.AddTimeout(TimeLimit.Options(isAttempt: false));
        }

        if (_retry is not null)
            builder.AddRetry(Retry(_retry));

        if (Policy.CircuitBreaker is { } breaker)
            Add(builder, "Breaker", Breaker.Of(owner, operation, breaker, clock).Passage());
        else
            Breaker.Leave(owner);

        if (Policy.Timeout?.Attempt is { } attempt)
        {
            Add(builder, "AttemptLimit", new TimeLimit(operation, attempt, isAttempt: true, clock));
            builder.AddTimeout(TimeLimit.Options(isAttempt: true));
        }

        return builder.Build();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What is validated by reflection is the options, and these have a name and nothing else.")]
    private static void Add(ResiliencePipelineBuilder builder, string name, ResilienceStrategy strategy) =>
        builder.AddStrategy(_ => strategy, new Named(name));

    private RetryStrategyOptions Retry(RetryPolicy retry) => new()
    {
        MaxRetryAttempts = retry.MaxAttempts - 1,
        ShouldHandle = arguments => new(arguments.Outcome.Exception is { } exception
            && IsTriedAgain(exception, arguments.AttemptNumber, FailoverCall.Of(arguments.Context), arguments.Context.CancellationToken)),
        DelayGenerator = static arguments => new(FailoverCall.Of(arguments.Context).Pause),
    };

    /// <summary>Whether there is another attempt. Asked after each of them, the last one too; when the answer is yes the retry is
    /// paid for.</summary>
    private bool IsTriedAgain(Exception exception, int attempt, FailoverCall call, CancellationToken token)
    {
        if (token.IsCancellationRequested || call.IsRejected || !IsRetried(exception))
            return false;

        var pause = Pause(_retry!, attempt);
        if (attempt + 1 >= _retry!.MaxAttempts || call.Remaining <= pause)
        {
            call.Count(FailoverEvent.RetryExhausted);
            return false;
        }

        if (!_budget!.TryTake())
        {
            call.Count(FailoverEvent.RetryDenied);
            return false;
        }

        call.Count(FailoverEvent.Retry);
        call.Pause = pause;
        call.IsRejected = true;
        return true;
    }

    private bool IsRetried(Exception exception) => _retry!.On.Count == 0 ? Failures.MayPass(exception) : _retried.Contains(exception);

    /// <summary>The pause after an attempt: between half and one and a half of the mean, so that what failed together does not come back
    /// together.</summary>
    internal static TimeSpan Pause(RetryPolicy retry, int attempt)
    {
        var mean = Math.Min(retry.Delay.TotalMilliseconds * Math.Pow(2, attempt), retry.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Min(mean * (0.5 + Random.Shared.NextDouble()), retry.MaxDelay.TotalMilliseconds));
    }

    /// <summary>A strategy of ours has a name and no options.</summary>
    private sealed class Named : ResilienceStrategyOptions
    {
        public Named(string name) => Name = name;
    }
}
