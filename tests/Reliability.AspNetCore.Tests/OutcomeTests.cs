using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.AspNetCore.Tests;

/// <summary>The rows of docs/outcomes.md about HTTP that need a real connection.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public async Task A_caller_that_hangs_up_while_the_service_works_is_not_counted()
    {
        var entered = new TaskCompletionSource();
        await using var service = await TestService.StartOnNetworkAsync(app => app.MapGet("/", [Slo(99.9, Name = "cut-while-working")] async (CancellationToken token) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await HangUpAsync(service, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", entered.Task);
        Assert.Equal((0, 0), await service.SettledEventsAsync("cut-while-working"));
    }

    [Fact]
    public async Task A_failure_is_bad_although_its_caller_hung_up()
    {
        var entered = new TaskCompletionSource();
        await using var service = await TestService.StartOnNetworkAsync(app => app.MapGet("/", [Slo(99.9, Name = "cut-and-failed")] async (CancellationToken token) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
            throw new InvalidDataException("boom");
        }));
        await HangUpAsync(service, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", entered.Task);
        Assert.Equal((0, 1), await service.SettledEventsAsync("cut-and-failed"));
    }

    [Theory]
    [InlineData("/read")]
    [InlineData("/bound")]
    public async Task A_caller_that_hangs_up_in_its_upload_is_not_counted(string path)
    {
        var entered = new TaskCompletionSource();
        await using var service = await TestService.StartOnNetworkAsync(app =>
        {
            app.UseRouting();
            app.Use((context, next) =>
            {
                entered.TrySetResult();
                return next(context);
            });
            app.MapPost("/read", [Slo(99.9, Name = "cut-upload-read")] (HttpRequest request) => request.Body.CopyToAsync(Stream.Null));
            app.MapPost("/bound", [Slo(99.9, Name = "cut-upload-bound")] ([FromBody] int[] numbers) => numbers.Length);
        });
        await HangUpAsync(service, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[1,", entered.Task);
        Assert.Equal((0, 0), await service.SettledEventsAsync("cut-upload-" + path[1..]));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_in_the_middle_of_a_stream_is_not_counted()
    {
        var left = new TaskCompletionSource();
        await using var service = await TestService.StartOnNetworkAsync(
            app => app.MapGet("/", [Slo(99.9, Name = "cut-stream")] (CancellationToken token) => Endless(left, token)));
        using var client = Client(service);
        using (var answer = await client.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
            await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        await left.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), await service.SettledEventsAsync("cut-stream"));
    }

    [Fact]
    public async Task A_stream_that_fails_in_the_middle_is_bad_although_its_status_was_200()
    {
        await using var service = await TestService.StartOnNetworkAsync(app => app.MapGet("/", [Slo(99.9, Name = "broken-stream")] () => Failing()));
        using var client = Client(service);
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((0, 1), await service.SettledEventsAsync("broken-stream"));
    }

    [Fact]
    public async Task An_exception_after_the_response_has_started_is_bad()
    {
        await using var service = await TestService.StartOnNetworkAsync(app =>
        {
            app.UseExceptionHandler(handler => handler.Run(_ => Task.CompletedTask));
            app.MapGet("/", [Slo(99.9, Name = "started-and-failed")] async (HttpResponse response) =>
            {
                await response.WriteAsync("half", TestContext.Current.CancellationToken);
                await response.Body.FlushAsync(TestContext.Current.CancellationToken);
                throw new IOException("the disk is full");
            });
        });
        await AskAsync(service, "/");
        Assert.Equal((0, 1), await service.SettledEventsAsync("started-and-failed"));
    }

    [Theory]
    [InlineData("quiet")]
    [InlineData("cancelled")]
    [InlineData("io")]
    public async Task A_connection_that_the_service_itself_aborts_is_bad(string then)
    {
        await using var service = await TestService.StartOnNetworkAsync(app => app.MapGet("/{then}", [Slo(99.9, Name = "aborted-by-service")] (string then, HttpContext context) =>
        {
            context.Abort();
            if (then == "cancelled")
                context.RequestAborted.ThrowIfCancellationRequested();

            if (then == "io")
                throw new IOException("pipe is broken");
        }));
        await AskAsync(service, "/" + then);
        Assert.Equal((0, 1), await service.SettledEventsAsync("aborted-by-service"));
    }

    [Fact]
    public async Task Cleaning_up_after_a_caller_that_has_gone_is_not_counted()
    {
        var entered = new TaskCompletionSource();
        await using var service = await TestService.StartOnNetworkAsync(app => app.MapGet("/", [Slo(99.9, Name = "cut-then-aborted")] async (HttpContext context) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            context.Abort();
        }));
        await HangUpAsync(service, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", entered.Task);
        Assert.Equal((0, 0), await service.SettledEventsAsync("cut-then-aborted"));
    }

    [Fact]
    public async Task A_request_timeout_is_bad_although_it_cancels_the_token_of_the_request()
    {
        await using var service = await TestService.StartOnNetworkAsync(
            app =>
            {
                app.UseRequestTimeouts();
                app.MapGet("/", [Slo(99.9, Name = "request-timeout")] (CancellationToken token) => Task.Delay(Timeout.Infinite, token))
                    .WithRequestTimeout(TimeSpan.FromMilliseconds(50));
            },
            builder => builder.Services.AddRequestTimeouts());
        Assert.Equal(HttpStatusCode.GatewayTimeout, await AskAsync(service, "/"));
        Assert.Equal((0, 1), await service.SettledEventsAsync("request-timeout"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_timeout_that_a_middleware_links_into_the_token_of_the_request_is_bad(bool handled)
    {
        await using var service = await TestService.StartOnNetworkAsync(app =>
        {
            if (handled)
                app.UseExceptionHandler(handler => handler.Run(_ => Task.CompletedTask));

            app.UseRouting();
            app.Use(async (context, next) =>
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
                timeout.CancelAfter(50);
                context.RequestAborted = timeout.Token;
                await next(context);
            });
            app.MapGet("/", [Slo(99.9, Name = "linked-timeout")] (CancellationToken token) => Task.Delay(Timeout.Infinite, token));
        });
        await AskAsync(service, "/");
        Assert.Equal((0, 1), await service.SettledEventsAsync("linked-timeout"));
    }

    [Theory]
    [InlineData("not json", "application/json", HttpStatusCode.BadRequest, 1)]
    [InlineData("[1]", "text/csv", HttpStatusCode.UnsupportedMediaType, 0)]
    public async Task A_request_that_cannot_be_bound_is_the_callers_mistake_and_one_that_routing_refuses_is_for_no_endpoint(
        string body, string type, HttpStatusCode expected, long good)
    {
        await using var service = await TestService.StartOnNetworkAsync(
            app => app.MapPost("/", [Slo(99.9, Name = "unbindable")] ([FromBody] int[] numbers) => numbers.Length));
        using var client = Client(service);
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await client.PostAsync(new Uri("/", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal((good, 0), await service.SettledEventsAsync("unbindable"));
    }

    [Fact]
    public async Task A_stream_that_a_request_timeout_cuts_short_is_bad_although_it_looks_complete()
    {
        await using var service = await TestService.StartOnNetworkAsync(
            app =>
            {
                app.UseRequestTimeouts();
                app.MapGet("/", [Slo(99.9, Name = "cut-short")] (CancellationToken token) => Endless(new TaskCompletionSource(), token))
                    .WithRequestTimeout(TimeSpan.FromMilliseconds(300));
            },
            builder => builder.Services.AddRequestTimeouts());
        Assert.Equal(HttpStatusCode.OK, await AskAsync(service, "/"));
        Assert.Equal((0, 1), await service.SettledEventsAsync("cut-short"));
    }

    [Fact]
    public async Task A_whole_answer_after_a_request_timeout_is_as_good_as_its_status()
    {
        await using var service = await TestService.StartOnNetworkAsync(
            app =>
            {
                app.UseRequestTimeouts();
                app.MapGet("/", [Slo(99.9, Name = "fallback")] async (CancellationToken token) =>
                {
                    await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
                    return "the price of yesterday";
                }).WithRequestTimeout(TimeSpan.FromMilliseconds(50));
            },
            builder => builder.Services.AddRequestTimeouts());
        Assert.Equal(HttpStatusCode.OK, await AskAsync(service, "/"));
        Assert.Equal((1, 0), await service.SettledEventsAsync("fallback"));
    }

    [Fact]
    public async Task A_request_that_the_server_refuses_while_it_is_read_is_the_callers_mistake()
    {
        await using var service = await TestService.StartOnNetworkAsync(
            app => app.MapPost("/", [Slo(99.9, Name = "too-large")] (HttpRequest request) => request.Body.CopyToAsync(Stream.Null)),
            builder => builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 10));
        using var client = Client(service);
        using var content = new ByteArrayContent(new byte[1000]);
        using var answer = await client.PostAsync(new Uri("/", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal((1, 0), await service.SettledEventsAsync("too-large"));
    }

    private static async IAsyncEnumerable<int> Failing()
    {
        // Enough for the response to be under way.
        for (var i = 0; i < 50_000; i++)
            yield return i;

        await Task.Yield();
        throw new InvalidDataException("boom");
    }

    private static async IAsyncEnumerable<int> Endless(TaskCompletionSource left, [EnumeratorCancellation] CancellationToken token)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return i;
                await Task.Delay(1, token);
            }
        }
        finally
        {
            left.SetResult();
        }
    }

    private static HttpClient Client(TestService service) => new() { BaseAddress = service.Address };

    /// <summary>The status of an answer, or null where the connection broke.</summary>
    private static async Task<HttpStatusCode?> AskAsync(TestService service, string path)
    {
        using var client = Client(service);
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task HangUpAsync(TestService service, string request, Task entered)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        await entered.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
