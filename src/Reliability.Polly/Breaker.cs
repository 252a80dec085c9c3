using System.Collections.Immutable;
using Polly;
using Polly.CircuitBreaker;

namespace Reliability.Failover;

/// <summary>A circuit breaker: a pipeline of its own, so that several operations can go through one.</summary>
internal sealed class Breaker
{
    private static readonly Lock s_lock = new();
    private static ImmutableArray<Breaker> s_all = [];

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly object _owner;
    private readonly CircuitBreakerPolicy _policy;

    private Breaker(string name, object owner, CircuitBreakerPolicy policy, TimeProvider clock)
    {
        Name = name;
        _owner = owner;
        _policy = policy;
        Pipeline = new ResiliencePipelineBuilder { TimeProvider = clock, Name = "reliability", InstanceName = name }
            .AddCircuitBreaker(Options())
            .Build();
    }

    /// <summary>The breakers that operations go through.</summary>
    public static ImmutableArray<Breaker> All => s_all;

    public string Name { get; }

    public ResiliencePipeline Pipeline { get; }

    /// <summary>1 closed, 0.5 half-open, 0 open.</summary>
    public double State => _state.CircuitState switch
    {
        CircuitState.Closed => 1,
        CircuitState.HalfOpen => 0.5,
        _ => 0,
    };

    /// <summary>The breaker of an operation: the one that it has, while nothing of its numbers changes; else a new one, closed. A shared
    /// breaker has the numbers of the operation that first asked for it.</summary>
    /// <param name="owner">The operation.</param>
    /// <param name="operation">Its name.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="clock">The clock.</param>
    public static Breaker Of(object owner, string operation, CircuitBreakerPolicy policy, TimeProvider clock)
    {
        lock (s_lock)
        {
            var known = s_all.FirstOrDefault(breaker => policy.Name is null
                ? breaker._owner == owner && breaker._policy.Name is null
                : breaker._policy.Name == policy.Name);
            if (known is not null && (known._owner != owner || known._policy == policy))
                return known;

            var breaker = new Breaker(policy.Name ?? operation, owner, policy, clock);
            s_all = known is null ? s_all.Add(breaker) : s_all.Replace(known, breaker);
            return breaker;
        }
    }

    private CircuitBreakerStrategyOptions Options() => new()
    {
        FailureRatio = _policy.FailurePercent / 100,
        MinimumThroughput = _policy.MinimumCalls,
        SamplingDuration = _policy.Sampling,
        BreakDuration = _policy.Break,
        StateProvider = _state,
        ShouldHandle = static arguments => new(arguments.Outcome.Exception is { } exception
            && Failures.BlamesDependency(exception, FailoverCall.Of(arguments.Context), arguments.Context.CancellationToken)),
        OnOpened = static arguments => Counted(arguments.Context, FailoverEvent.BreakerOpened),
        OnHalfOpened = static arguments => Counted(arguments.Context, FailoverEvent.BreakerHalfOpened),
        OnClosed = static arguments => Counted(arguments.Context, FailoverEvent.BreakerClosed),
    };

    private static ValueTask Counted(ResilienceContext context, FailoverEvent what)
    {
        FailoverCall.Of(context)?.Count(what);
        return default;
    }
}
