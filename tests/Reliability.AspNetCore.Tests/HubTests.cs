using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.AspNetCore.Tests;

public sealed class HubTests
{
    [Theory]
    [InlineData(nameof(ChatHub.Send), "ok", 1, 0)]
    [InlineData(nameof(ChatHub.Send), "mistake", 1, 0)]
    [InlineData(nameof(ChatHub.Send), "wrapped", 0, 1)]
    [InlineData(nameof(ChatHub.Send), "boom", 0, 1)]
    [InlineData(nameof(ChatHub.Send), "excluded", 0, 0)]
    [InlineData(nameof(ChatHub.Send), "timeout", 0, 1)]
    public async Task A_hub_method_is_counted_once_with_what_it_ended_with(string method, string end, long good, long bad)
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync(service, "/chat");
        await CallAsync(() => connection.InvokeAsync<string>(method, end, TestContext.Current.CancellationToken));
        Assert.Equal((good, bad), await service.SettledEventsAsync("chat-send"));
        Assert.Equal((0, 0), service.Events("chat"));
    }

    [Fact]
    public async Task A_hub_is_one_operation_and_its_connection_is_none()
    {
        await using var service = await StartAsync();
        await using (var connection = await ConnectAsync(service, "/chat"))
        {
            await connection.InvokeAsync("Other", TestContext.Current.CancellationToken);
            await connection.InvokeAsync("Another", TestContext.Current.CancellationToken);
            Assert.Equal(0, OperationRegistry.Sites.Single(site => site.Operation.Name == "chat").Active);
        }

        await service.App.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2, 0), await service.SettledEventsAsync("chat"));
    }

    [Fact]
    public async Task A_call_that_reaches_no_method_is_not_counted()
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync(service, "/chat");
        await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("Send", 1, 2, 3, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("Unknown", TestContext.Current.CancellationToken));
        Assert.Equal(((0, 0), (0, 0)), (await service.SettledEventsAsync("chat-send"), await service.SettledEventsAsync("chat")));
    }

    [Fact]
    public async Task A_partial_hub_method_is_counted_around_its_body_only()
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync(service, "/chat");
        await connection.InvokeAsync("Measured", TestContext.Current.CancellationToken);
        Assert.Equal(((1, 0), (0, 0)), (await service.SettledEventsAsync("chat-measured"), service.Events("chat")));
    }

    [Fact]
    public async Task A_hub_without_a_promise_is_not_counted()
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync(service, "/free");
        Assert.Equal("free", await connection.InvokeAsync<string>("Send", TestContext.Current.CancellationToken));
        Assert.Equal(((0, 0), (0, 0)), (service.Events("chat"), service.Events("chat-send")));
    }

    [Fact]
    public async Task A_caller_that_disconnects_is_not_counted()
    {
        await using var service = await StartAsync();
        await using (var connection = await ConnectAsync(service, "/chat"))
        {
            await connection.SendAsync(nameof(ChatHub.Send), "wait", TestContext.Current.CancellationToken);
            await service.App.Services.GetRequiredService<Progress>().Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1, OperationRegistry.Sites.Single(site => site.Operation.Name == "chat-send").Active);
        }

        Assert.Equal((0, 0), await service.SettledEventsAsync("chat-send"));
    }

    [Theory]
    [InlineData("Numbers", "ok", 1, 0)]
    [InlineData("Numbers", "boom", 0, 1)]
    [InlineData("Numbers", "refused", 1, 0)]
    [InlineData("NumbersLater", "ok", 1, 0)]
    [InlineData("NumbersLater", "boom", 0, 1)]
    [InlineData("Channel", "ok", 1, 0)]
    [InlineData("Channel", "boom", 0, 1)]
    [InlineData("Channel", "refused", 1, 0)]
    [InlineData("ChannelLater", "ok", 1, 0)]
    [InlineData("ChannelLater", "boom", 0, 1)]
    public async Task A_stream_is_counted_when_it_has_been_read(string method, string end, long good, long bad)
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync(service, "/streams");
        var read = 0;
        await CallAsync(async () =>
        {
            await foreach (var number in connection.StreamAsync<int>(method, end, TestContext.Current.CancellationToken))
            {
                Assert.Equal(read++, number);
                if (read == 3)
                    Assert.Equal((0, 0), service.Events("streams"));

                await connection.InvokeAsync("More", TestContext.Current.CancellationToken);
            }
        });
        Assert.Equal(end == "refused" ? 0 : StreamsHub.Count, read);
        Assert.Equal((good, bad), await service.SettledEventsAsync("streams"));
    }

    [Theory]
    [InlineData("Numbers")]
    [InlineData("Channel")]
    public async Task A_caller_that_stops_reading_a_stream_is_not_counted(string method)
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync(service, "/streams");
        using var enough = new CancellationTokenSource();
        await CallAsync(async () =>
        {
            await foreach (var number in connection.StreamAsync<int>(method, "ok", enough.Token))
                await enough.CancelAsync();
        });
        Assert.Equal((0, 0), await service.SettledEventsAsync("streams"));
    }

    [Fact]
    public async Task The_duration_of_a_call_is_recorded_once()
    {
        using var listener = new MeterListener();
        var durations = new ConcurrentQueue<string?>();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name == "reliability.operation.duration")
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "reliability.operation")
                    durations.Enqueue(tag.Value as string);
            }
        });
        listener.Start();
        await using var service = await StartAsync();
        await using var chat = await ConnectAsync(service, "/chat");
        await chat.InvokeAsync<string>("Send", "ok", TestContext.Current.CancellationToken);
        await service.SettledEventsAsync("chat-send");
        await using var streams = await ConnectAsync(service, "/streams");
        await CallAsync(async () =>
        {
            await foreach (var number in streams.StreamAsync<int>("Numbers", "ok", TestContext.Current.CancellationToken))
                await streams.InvokeAsync("More", TestContext.Current.CancellationToken);
        });
        await service.SettledEventsAsync("streams");
        Assert.Equal((1, 1), (durations.Count(name => name == "chat-send"), durations.Count(name => name == "streams")));
    }

    [Fact]
    public async Task What_counts_is_what_the_filters_of_the_program_make_of_a_call()
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync(service, "/chat");
        Assert.Equal("soothed", await connection.InvokeAsync<string>(nameof(ChatHub.Send), "soothe", TestContext.Current.CancellationToken));
        Assert.Equal((1, 0), await service.SettledEventsAsync("chat-send"));
    }

    private static Task<TestService> StartAsync() => TestService.StartOnNetworkAsync(
        app =>
        {
            app.MapHub<ChatHub>("/chat");
            app.MapHub<FreeHub>("/free");
            app.MapHub<StreamsHub>("/streams");
        },
        builder =>
        {
            builder.Services.AddSignalR(options => options.AddFilter(new Soothing())).AddHubOptions<StreamsHub>(options => options.MaximumParallelInvocationsPerClient = 2);
            builder.Services.AddSingleton<Progress>();
        });

    private static async Task<HubConnection> ConnectAsync(TestService service, string path)
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(service.Address, path)).Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>What a caller sees of a failure is the same for all of them.</summary>
    private static async Task CallAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception) when (exception is HubException or OperationCanceledException)
        {
        }
    }

    private sealed class Soothing : IHubFilter
    {
        public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
        {
            try
            {
                return await next(invocationContext);
            }
            catch (NotSupportedException)
            {
                return "soothed";
            }
        }
    }
}

public sealed class Progress
{
    public TaskCompletionSource Entered { get; } = new();

    public SemaphoreSlim Wanted { get; } = new(1);
}

[Slo(99.9)]
public sealed partial class ChatHub(Progress progress) : Hub
{
    [Slo(99.9, Exclude = [typeof(FileNotFoundException)])]
    public async Task<string> Send(string end)
    {
        switch (end)
        {
            case "mistake":
                throw new HubException("You are not in this room.");
            case "wrapped":
                throw new HubException("Try again later.", new InvalidDataException("boom"));
            case "boom":
                throw new InvalidDataException("boom");
            case "soothe":
                throw new NotSupportedException("boom");
            case "excluded":
                throw new FileNotFoundException("gone");
            case "timeout":
                using (var timeout = new CancellationTokenSource(1))
                    await Task.Delay(Timeout.Infinite, timeout.Token);

                break;
            case "wait":
                progress.Entered.SetResult();
                await Task.Delay(Timeout.Infinite, Context.ConnectionAborted);
                break;
        }

        return "sent";
    }

    public void Other()
    {
    }

    public Task Another() => Task.CompletedTask;

    [Slo(99.9, Name = "chat-measured")]
    public partial Task Measured();

    private Task MeasuredCore() => Task.CompletedTask;
}

public sealed class FreeHub : Hub
{
    public string Send() => "free";
}

[Slo(99.9, Name = "streams")]
public sealed partial class StreamsHub(Progress progress) : Hub
{
    public const int Count = 5;

    /// <summary>Lets the stream go on: the reader is never behind.</summary>
    [Slo(99.9, Name = "streams-more")]
    public partial void More();

    public IAsyncEnumerable<int> Numbers(string end, CancellationToken cancellationToken) =>
        end == "refused" ? throw new HubException("No numbers for you.") : Make(end, cancellationToken);

    public async Task<IAsyncEnumerable<int>> NumbersLater(string end, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Make(end, cancellationToken);
    }

    public ChannelReader<int> Channel(string end, CancellationToken cancellationToken) =>
        end == "refused" ? throw new HubException("No numbers for you.") : Fill(end, cancellationToken);

    public async Task<ChannelReader<int>> ChannelLater(string end, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Fill(end, cancellationToken);
    }

    private void MoreCore() => progress.Wanted.Release();

    private async IAsyncEnumerable<int> Make(string end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Count; i++)
        {
            await progress.Wanted.WaitAsync(cancellationToken);
            yield return i;
        }

        if (end == "boom")
            throw new InvalidDataException("boom");
    }

    private ChannelReader<int> Fill(string end, CancellationToken cancellationToken)
    {
        var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await foreach (var number in Make(end, cancellationToken))
                        await channel.Writer.WriteAsync(number, cancellationToken);

                    channel.Writer.Complete();
                }
                catch (Exception exception)
                {
                    channel.Writer.Complete(exception);
                }
            },
            CancellationToken.None);
        return channel.Reader;
    }
}
