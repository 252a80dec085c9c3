using System.Reflection;
using MassTransit;

namespace Reliability.MassTransit;

/// <summary>Puts a filter before each consumer that is measured, when the bus is built.</summary>
internal sealed class MeasuredConsumers : IConsumerConfigurationObserver
{
    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class
    {
    }

    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class
        where TMessage : class
    {
        if (Consume<TMessage>(typeof(TConsumer)) is not { } method || OperationSite.Of(method) is not { } site)
            return;

        // Before the consumer is made: one that cannot be made has failed as well.
        var filter = new OperationConsumeFilter<TMessage>(site, typeof(TConsumer));
        if (configurator is IConsumerMessageConfigurator<TMessage> messages)
            messages.UseFilter(filter);
        else
            configurator.Message(message => message.UseFilter(filter));
    }

    private static MethodInfo? Consume<TMessage>(Type consumer)
        where TMessage : class
    {
        if (consumer.IsInterface || !consumer.IsAssignableTo(typeof(IConsumer<TMessage>)))
            return null;

        return consumer.GetMethod(nameof(IConsumer<>.Consume), [typeof(ConsumeContext<TMessage>)])
            ?? consumer.GetInterfaceMap(typeof(IConsumer<TMessage>)).TargetMethods[0];
    }
}
