using MassTransit.Configuration;
using Reliability.MassTransit;

namespace MassTransit;

/// <summary>Measures consumers.</summary>
public static class ReliabilityMassTransitExtensions
{
    /// <summary>Counts the messages of all consumers that carry an <c>[Slo]</c>, on all receive endpoints of a bus, however they
    /// are configured. Consumers without one are left as they are.</summary>
    /// <example><code>
    /// services.AddMassTransit(x =&gt;
    /// {
    ///     x.AddConsumers(typeof(Program).Assembly);
    ///     x.UsingRabbitMq((context, bus) =&gt;
    ///     {
    ///         bus.UseReliability();
    ///         bus.ConfigureEndpoints(context);
    ///     });
    /// });
    /// </code></example>
    /// <remarks>Calls before that of <c>ConfigureEndpoints</c> and of each <c>ReceiveEndpoint</c>; where it stands among retries and
    /// outboxes does not matter. The mediator has it as well: <c>x.ConfigureMediator((context, mediator) =&gt;
    /// mediator.UseReliability())</c>.</remarks>
    /// <param name="configurator">The bus or the mediator.</param>
    public static void UseReliability(this IConsumePipeConfigurator configurator)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.ConnectConsumerConfigurationObserver(new MeasuredConsumers());
        configurator.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new DeliveryFilter()));
    }
}
