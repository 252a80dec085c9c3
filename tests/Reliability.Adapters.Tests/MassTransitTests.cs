using MassTransit;
using MassTransit.Mediator;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Adapters.Tests;

public sealed class MassTransitTests
{
    [Fact]
    public async Task Each_message_is_counted_under_the_promise_of_its_method()
    {
        using var placed = new Counted(Operations.OrderOrderPlaced);
        using var cancelled = new Counted(Operations.OrderOrderCancelled);
        await using var bus = await StartAsync<OrderConsumer>();
        await bus.PublishAsync(new OrderPlaced("ok"));
        await bus.PublishAsync(new OrderPlaced("ok"));
        await bus.PublishAsync(new OrderCancelled());
        await placed.SettleAsync(2, 0);
        await cancelled.SettleAsync(1, 0);
        await bus.StopAsync();
        placed.Check(2, 0);
        cancelled.Check(1, 0);
    }

    [Theory]
    [InlineData("boom", 0, 1)]
    [InlineData("timeout", 0, 1)]
    public async Task A_message_that_fails_is_bad(string what, long good, long bad)
    {
        using var placed = new Counted(Operations.OrderOrderPlaced);
        await using var bus = await StartAsync<OrderConsumer>();
        await bus.PublishAsync(new OrderPlaced(what));
        await placed.SettleAsync(good, bad);
        await bus.StopAsync();
        placed.Check(good, bad);
    }

    [Fact]
    public async Task An_excluded_exception_is_not_counted()
    {
        using var placed = new Counted(Operations.OrderOrderPlaced);
        await using var bus = await StartAsync<OrderConsumer>();
        await bus.PublishAsync(new OrderPlaced("excluded"));
        await bus.PublishAsync(new OrderPlaced("ok"));
        await placed.SettleAsync(1, 0);
        await bus.StopAsync();
        placed.Check(1, 0);
    }

    public static TheoryData<string> PlacesOfRetries => ["bus", "bus, before", "endpoint", "consumer"];

    [Theory]
    [MemberData(nameof(PlacesOfRetries))]
    public async Task A_message_that_a_retry_saves_is_one_good_event(string place)
    {
        using var brittle = new Counted(Operations.Brittle);
        await using var bus = await StartWithRetriesAsync(place);
        await bus.PublishAsync(new Brittle(Guid.NewGuid(), Failures: 2));
        await brittle.SettleAsync(1, 0);
        await bus.StopAsync();
        brittle.Check(1, 0);
    }

    [Theory]
    [MemberData(nameof(PlacesOfRetries))]
    public async Task A_message_that_no_retry_saves_is_one_bad_event(string place)
    {
        using var brittle = new Counted(Operations.Brittle);
        await using var bus = await StartWithRetriesAsync(place);
        await bus.PublishAsync(new Brittle(Guid.NewGuid(), Failures: 100));
        await brittle.SettleAsync(0, 1);
        await bus.StopAsync();
        brittle.Check(0, 1);
    }

    [Fact]
    public async Task A_redelivery_is_an_event_of_its_own()
    {
        using var brittle = new Counted(Operations.Brittle);
        await using var bus = await StartAsync<BrittleConsumer>((context, bus) =>
        {
            bus.UseDelayedMessageScheduler();
            bus.UseDelayedRedelivery(redelivery => redelivery.Intervals(TimeSpan.FromMilliseconds(20)));
            bus.UseMessageRetry(retry => retry.Immediate(1));
            bus.ConfigureEndpoints(context);
        });
        await bus.PublishAsync(new Brittle(Guid.NewGuid(), Failures: 2));
        await brittle.SettleAsync(1, 1);
        await bus.StopAsync();
        brittle.Check(1, 1);
    }

    [Fact]
    public async Task The_duration_includes_the_pauses_between_retries()
    {
        using var brittle = new Counted(Operations.Brittle);
        await using var bus = await BusUnderTest.StartAsync(
            x => x.AddConsumer<BrittleConsumer>(),
            (context, bus) =>
            {
                bus.UseMessageRetry(retry => retry.Interval(1, TimeSpan.FromMilliseconds(300)));
                bus.ConfigureEndpoints(context);
            });
        await bus.PublishAsync(new Brittle(Guid.NewGuid(), Failures: 1));
        await brittle.SettleAsync(1, 0);
        Assert.True(Assert.Single(brittle.Durations) >= 0.29);
    }

    [Fact]
    public async Task A_consumer_is_not_blamed_for_another_one_of_the_same_message()
    {
        using var good = new Counted(Operations.GoodBoth);
        using var bad = new Counted(Operations.BadBoth);
        await using var bus = await BusUnderTest.StartAsync(
            x =>
            {
                x.AddConsumer<GoodConsumer>();
                x.AddConsumer<BadConsumer>();
            },
            (context, bus) => bus.ReceiveEndpoint("shared", endpoint =>
            {
                endpoint.UseMessageRetry(retry => retry.Immediate(2));
                endpoint.ConfigureConsumer<GoodConsumer>(context);
                endpoint.ConfigureConsumer<BadConsumer>(context);
            }));
        await bus.PublishAsync(new Both());
        await bad.SettleAsync(0, 1);
        await bus.StopAsync();
        good.Check(1, 0);
        bad.Check(0, 1);
    }

    [Fact]
    public async Task Work_that_is_lost_after_the_consumer_has_done_it_is_bad()
    {
        using var placed = new Counted(Operations.OrderOrderPlaced);
        await using var bus = await StartAsync<OrderConsumer>((context, bus) =>
        {
            bus.UseFilter(new LosesEverything());
            bus.ConfigureEndpoints(context);
        });
        await bus.PublishAsync(new OrderPlaced("ok"));
        await placed.SettleAsync(0, 1);
    }

    [Fact]
    public async Task A_consumer_that_cannot_be_made_is_bad()
    {
        using var needy = new Counted(Operations.NeedyNeeded);
        await using var bus = await StartAsync<NeedyConsumer>();
        await bus.PublishAsync(new Needed());
        await needy.SettleAsync(0, 1);
    }

    [Fact]
    public async Task A_consumer_class_is_one_operation_for_all_its_messages()
    {
        using var audit = new Counted(Operations.Audit);
        await using var bus = await StartAsync<AuditConsumer>();
        await bus.PublishAsync(new OrderPlaced("ok"));
        await bus.PublishAsync(new OrderCancelled());
        await audit.SettleAsync(2, 0);
        await bus.StopAsync();
        audit.Check(2, 0);
    }

    [Fact]
    public async Task A_partial_consumer_is_counted_around_its_body_only()
    {
        using var measured = new Counted(Operations.MeasuredOrderPlaced);
        await using var bus = await StartAsync<MeasuredConsumer>();
        await bus.PublishAsync(new OrderPlaced("ok"));
        await measured.SettleAsync(1, 0);
        await bus.StopAsync();
        measured.Check(1, 0);
        Assert.DoesNotContain("reliability", bus.Pipeline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_without_a_promise_has_no_filter()
    {
        await using (var free = await StartAsync<FreeConsumer>())
            Assert.DoesNotContain("reliability", free.Pipeline, StringComparison.Ordinal);

        await using var promised = await StartAsync<OrderConsumer>();
        Assert.Contains("reliability", promised.Pipeline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_and_consumers_that_are_configured_by_hand_are_counted_as_well()
    {
        using var placed = new Counted(Operations.OrderOrderPlaced);
        await using var bus = await BusUnderTest.StartAsync(
            _ => { },
            (_, bus) => bus.ReceiveEndpoint("by-hand", endpoint => endpoint.Consumer(() => new OrderConsumer())));
        await bus.PublishAsync(new OrderPlaced("ok"));
        await placed.SettleAsync(1, 0);
    }

    [Fact]
    public async Task A_batch_is_one_event()
    {
        using var batch = new Counted(Operations.BatchedBatch);
        await using var bus = await BusUnderTest.StartAsync(
            x => x.AddConsumer<BatchedConsumer>(consumer => consumer.Options<BatchOptions>(options => options.SetMessageLimit(3).SetTimeLimit(s: 30))),
            (context, bus) => bus.ConfigureEndpoints(context));
        for (var i = 0; i < 3; i++)
            await bus.PublishAsync(new Item());

        await batch.SettleAsync(1, 0);
        await bus.StopAsync();
        batch.Check(1, 0);
    }

    [Fact]
    public async Task A_message_that_the_end_of_the_bus_interrupts_is_not_counted()
    {
        using var placed = new Counted(Operations.OrderOrderPlaced);
        OrderConsumer.Entered = new();
        await using var bus = await StartAsync<OrderConsumer>();
        await bus.PublishAsync(new OrderPlaced("wait"));
        await OrderConsumer.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, placed.Active);
        await bus.StopAsync();
        await placed.SettleAsync(0, 0);
    }

    [Fact]
    public async Task The_mediator_is_counted_as_well()
    {
        using var placed = new Counted(Operations.OrderOrderPlaced);
        await using var provider = new ServiceCollection()
            .AddMediator(x =>
            {
                x.AddConsumer<OrderConsumer>();
                x.ConfigureMediator((_, mediator) => mediator.UseReliability());
            })
            .BuildServiceProvider();
        var mediator = provider.GetRequiredService<IMediator>();
        await mediator.Send(new OrderPlaced("ok"), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidDataException>(() => mediator.Send(new OrderPlaced("boom"), TestContext.Current.CancellationToken));
        placed.Check(1, 1);
    }

    private static Task<BusUnderTest> StartAsync<TConsumer>(Action<IBusRegistrationContext, IInMemoryBusFactoryConfigurator>? configure = null)
        where TConsumer : class, IConsumer =>
        BusUnderTest.StartAsync(x => x.AddConsumer<TConsumer>(), configure ?? (static (context, bus) => bus.ConfigureEndpoints(context)));

    private static Task<BusUnderTest> StartWithRetriesAsync(string place) => BusUnderTest.StartAsync(
        x =>
        {
            if (place == "consumer")
                x.AddConsumer<BrittleConsumer>(consumer => consumer.UseMessageRetry(retry => retry.Immediate(3)));
            else
                x.AddConsumer<BrittleConsumer>();

            if (place == "endpoint")
                x.AddConfigureEndpointsCallback((_, endpoint) => endpoint.UseMessageRetry(retry => retry.Immediate(3)));
        },
        (context, bus) =>
        {
            if (place == "bus")
                bus.UseMessageRetry(retry => retry.Immediate(3));

            bus.ConfigureEndpoints(context);
        },
        before: bus =>
        {
            if (place == "bus, before")
                bus.UseMessageRetry(retry => retry.Immediate(3));
        });

    private sealed class LosesEverything : IFilter<ConsumeContext>
    {
        public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
        {
            await next.Send(context);
            throw new InvalidOperationException("the outbox could not be written");
        }

        public void Probe(ProbeContext context)
        {
        }
    }
}

internal sealed class BusUnderTest(ServiceProvider provider, ITestHarness harness) : IAsyncDisposable
{
    public string Pipeline => System.Text.Json.JsonSerializer.Serialize(provider.GetRequiredService<IBus>().GetProbeResult().Results);

    public static async Task<BusUnderTest> StartAsync(
        Action<IBusRegistrationConfigurator> register, Action<IBusRegistrationContext, IInMemoryBusFactoryConfigurator> configure,
        Action<IInMemoryBusFactoryConfigurator>? before = null)
    {
        var services = new ServiceCollection().AddReliabilityTelemetry().AddLogging();
        services.Configure<MassTransitHostOptions>(options =>
        {
            options.ConsumerStopTimeout = TimeSpan.FromMilliseconds(200);
            options.StopTimeout = TimeSpan.FromSeconds(20);
        });
        var provider = services
            .AddMassTransitTestHarness(x =>
            {
                register(x);
                x.UsingInMemory((context, bus) =>
                {
                    before?.Invoke(bus);
                    bus.UseReliability();
                    configure(context, bus);
                });
            })
            .BuildServiceProvider();
        return new(provider, await provider.StartTestHarness());
    }

    public Task PublishAsync<T>(T message)
        where T : class => harness.Bus.Publish(message, TestContext.Current.CancellationToken);

    public Task StopAsync() => harness.Stop(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => provider.DisposeAsync();
}

public sealed record OrderPlaced(string What);

public sealed record OrderCancelled;

public sealed record Brittle(Guid Id, int Failures);

public sealed record Both;

public sealed record Needed;

public sealed record Item;

public sealed class OrderConsumer : IConsumer<OrderPlaced>, IConsumer<OrderCancelled>
{
    public static TaskCompletionSource Entered { get; set; } = new();

    [Slo(99.9, Exclude = [typeof(FileNotFoundException)])]
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        switch (context.Message.What)
        {
            case "boom":
                throw new InvalidDataException("boom");
            case "excluded":
                throw new FileNotFoundException("gone");
            case "timeout":
                using (var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken))
                {
                    timeout.CancelAfter(1);
                    await Task.Delay(Timeout.Infinite, timeout.Token);
                }

                break;
            case "wait":
                Entered.SetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                break;
        }
    }

    [Slo(99.9)]
    public Task Consume(ConsumeContext<OrderCancelled> context) => Task.CompletedTask;
}

public sealed class BrittleConsumer : IConsumer<Brittle>
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, int> s_attempts = new();

    [Slo(99.9)]
    public Task Consume(ConsumeContext<Brittle> context) =>
        s_attempts.AddOrUpdate(context.Message.Id, 1, (_, attempts) => attempts + 1) <= context.Message.Failures
            ? throw new InvalidDataException("boom")
            : Task.CompletedTask;
}

public sealed class GoodConsumer : IConsumer<Both>
{
    [Slo(99.9)]
    public Task Consume(ConsumeContext<Both> context) => Task.CompletedTask;
}

public sealed class BadConsumer : IConsumer<Both>
{
    [Slo(99.9)]
    public Task Consume(ConsumeContext<Both> context) => throw new InvalidDataException("boom");
}

public interface IUnregistered;

public sealed class NeedyConsumer(IUnregistered unregistered) : IConsumer<Needed>
{
    [Slo(99.9)]
    public Task Consume(ConsumeContext<Needed> context) => throw new InvalidOperationException(unregistered.ToString());
}

[Slo(99.9)]
public sealed class AuditConsumer : IConsumer<OrderPlaced>, IConsumer<OrderCancelled>
{
    public Task Consume(ConsumeContext<OrderPlaced> context) => Task.CompletedTask;

    public Task Consume(ConsumeContext<OrderCancelled> context) => Task.CompletedTask;
}

public sealed partial class MeasuredConsumer : IConsumer<OrderPlaced>
{
    [Slo(99.9)]
    public partial Task Consume(ConsumeContext<OrderPlaced> context);

    private Task ConsumeCore(ConsumeContext<OrderPlaced> context) => Task.CompletedTask;
}

public sealed class FreeConsumer : IConsumer<OrderPlaced>
{
    public Task Consume(ConsumeContext<OrderPlaced> context) => Task.CompletedTask;
}

public sealed class BatchedConsumer : IConsumer<Batch<Item>>
{
    [Slo(99.9)]
    public Task Consume(ConsumeContext<Batch<Item>> context) => Task.CompletedTask;
}
