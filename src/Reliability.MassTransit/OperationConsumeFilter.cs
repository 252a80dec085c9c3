using MassTransit;

namespace Reliability.MassTransit;

/// <summary>Notes what became of each attempt of one consumer to consume a message. Whether it was the last one, only the
/// delivery knows.</summary>
/// <typeparam name="TMessage">The message.</typeparam>
internal sealed class OperationConsumeFilter<TMessage>(OperationSite site, Type consumer) : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        var consumption = context.ReceiveContext.GetOrAddPayload(static () => new Delivery()).Begin(site, consumer, typeof(TMessage));
        try
        {
            await next.Send(context).ConfigureAwait(false);
            consumption.Failure = null;
        }
        catch (Exception exception) when (Note(consumption, exception))
        {
            throw;
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("reliability").Add("operation", site.Operation.Name);

    private static bool Note(Consumption consumption, Exception exception)
    {
        consumption.Failure = exception;
        return false;
    }
}
