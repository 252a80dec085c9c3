using System.Runtime.CompilerServices;
using Polly;
using Reliability.Overload;

namespace Reliability.Failover;

/// <summary>Lets a call in when there is room for it: <c>[Capacity]</c>.</summary>
internal sealed class Admission(AdmissionGate gate) : ResilienceStrategy
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        AdmissionLease lease;
        try
        {
            lease = await gate.EnterAsync(context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception refusal)
        {
            return Outcome.FromException<TResult>(refusal);
        }

        using (lease)
        {
            var outcome = await callback(context, state).ConfigureAwait(false);
            if (outcome.Exception is not null)
                lease.Fail();

            return outcome;
        }
    }
}
