using System.Collections.Immutable;
using Polly;
using Polly.CircuitBreaker;

namespace Reliability.Failover;

/// <summary>A circuit breaker: a pipeline of its own, so that several operations can go through one. It outlives its numbers: where they change,
/// all who share it go through what they make, whoever's configuration it was.</summary>
internal sealed class Breaker
{
    private static readonly Lock s_lock = new();
    private static ImmutableArray<Breaker> s_all = [];

    private readonly object _key;
    private readonly TimeProvider _clock;
    private ImmutableArray<Sharer> _sharers = [];
    private Circuit _circuit;

    private Breaker(object key, string name, CircuitBreakerPolicy policy, TimeProvider clock)
    {
        _key = key;
        _clock = clock;
        Name = name;
        _circuit = new(name, policy, clock);
    }

    /// <summary>The breakers that operations go through.</summary>
    public static ImmutableArray<Breaker> All => s_all;

    public string Name { get; }

    /// <summary>1 closed, 0.5 half-open, 0 open.</summary>
    public double State => Volatile.Read(ref _circuit).State;

    /// <summary>Has an operation go through its breaker: the one of that name, or one of its own. It keeps its state while nothing of its numbers
    /// changes, and is closed with new ones. The numbers of one that is shared are those of the operation that first asked for
    /// it.</summary>
    /// <param name="owner">The operation.</param>
    /// <param name="operation">Its name.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="clock">The clock.</param>
    public static Breaker Of(object owner, string operation, CircuitBreakerPolicy policy, TimeProvider clock)
    {
        var key = policy.Name ?? owner;
        lock (s_lock)
        {
            var breaker = s_all.FirstOrDefault(known => known._key.Equals(key));
            if (breaker is null)
                s_all = s_all.Add(breaker = new(key, policy.Name ?? operation, policy, clock));

            breaker.Join(new(owner, operation, policy));
            return breaker;
        }
    }

    /// <summary>Has an operation go through none any more.</summary>
    public static void Leave(object owner)
    {
        lock (s_lock)
        {
            foreach (var breaker in s_all)
            {
                breaker._sharers = breaker._sharers.RemoveAll(sharer => sharer.Owner == owner);
                breaker.Follow();
            }
        }
    }

    /// <summary>What is wrong with the breaker of an operation: those who share it want it to have different numbers. Null when nothing
    /// is.</summary>
    public static string? Problem(object owner)
    {
        lock (s_lock)
        {
            return s_all.FirstOrDefault(breaker => breaker._sharers.Any(sharer => sharer.Owner == owner)) is { } breaker ? breaker.Disagreement() : null;
        }
    }

    /// <summary>What sends calls through it.</summary>
    public ResilienceStrategy Passage() => new Through(this);

    private void Join(Sharer sharer)
    {
        var known = _sharers.FirstOrDefault(other => other.Owner == sharer.Owner);
        _sharers = known is null ? _sharers.Add(sharer) : _sharers.Replace(known, sharer);
        Follow();
    }

    private void Follow()
    {
        if (_sharers is [var first, ..] && first.Policy != _circuit.Policy)
            Volatile.Write(ref _circuit, new(Name, first.Policy, _clock));
    }

    private string? Disagreement()
    {
        var others = _sharers.Where(sharer => sharer.Policy != _circuit.Policy).Select(sharer => $"'{sharer.Operation}'").Distinct().ToList();
        return others.Count == 0
            ? null
            : $"The circuit breaker '{Name}' has the numbers of '{_sharers[0].Operation}'; those of {string.Join(", ", others)} differ and hold for nobody. Give all who share it the same, in their attributes and under {OperationSettings.Operations}.";
    }

    private sealed record Sharer(object Owner, string Operation, CircuitBreakerPolicy Policy);

    /// <summary>What certain numbers make.</summary>
    private sealed class Circuit
    {
        private readonly CircuitBreakerStateProvider _state = new();

        public Circuit(string name, CircuitBreakerPolicy policy, TimeProvider clock)
        {
            Policy = policy;
            Pipeline = new ResiliencePipelineBuilder { TimeProvider = clock, Name = "reliability", InstanceName = name }
                .AddCircuitBreaker(Options())
                .Build();
        }

        public CircuitBreakerPolicy Policy { get; }

        public ResiliencePipeline Pipeline { get; }

        public double State => _state.CircuitState switch
        {
            CircuitState.Closed => 1,
            CircuitState.HalfOpen => 0.5,
            _ => 0,
        };

        private CircuitBreakerStrategyOptions Options() => new()
        {
            FailureRatio = Policy.FailurePercent / 100,
            MinimumThroughput = Policy.MinimumCalls,
            SamplingDuration = Policy.Sampling,
            BreakDuration = Policy.Break,
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

    private sealed class Through(Breaker breaker) : ResilienceStrategy
    {
        protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) =>
            Volatile.Read(ref breaker._circuit).Pipeline.ExecuteOutcomeAsync(callback, context, state);
    }
}
