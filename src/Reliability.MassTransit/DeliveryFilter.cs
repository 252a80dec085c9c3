using MassTransit;

namespace Reliability.MassTransit;

/// <summary>Stands outside of retries, redelivery and outboxes, and sees how each delivery ended.</summary>
internal sealed class DeliveryFilter : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        try
        {
            await next.Send(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (End(context, exception))
        {
            throw;
        }

        End(context, fault: null);
    }

    public void Probe(ProbeContext context)
    {
    }

    private static bool End(ConsumeContext context, Exception? fault)
    {
        if (context.ReceiveContext.TryGetPayload<Delivery>(out var delivery))
            delivery.End(fault, context.CancellationToken);

        return false;
    }
}
