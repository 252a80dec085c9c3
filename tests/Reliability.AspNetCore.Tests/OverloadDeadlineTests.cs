using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Greet;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Reliability.AspNetCore.Overload;
using Reliability.Deadlines;
using Reliability.Hosting;
using Reliability.Hosting.Overload;
using Reliability.Overload;
using StatusCode = Grpc.Core.StatusCode;

namespace Reliability.AspNetCore.Tests;

/// <summary>What becomes of the time that callers give: on its way in, inside, and on its way out.</summary>
public sealed class OverloadDeadlineTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Work_whose_deadline_has_passed_is_not_begun_and_counts_only_where_callers_are_trusted(bool trusted, int bad)
    {
        var begun = 0;
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", [Slo(99.9, Name = "deadline-passed")] () => begun++), settings: ("Reliability:Overload:TrustCallers", trusted.ToString()));
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await SendAsync(service, DeadlineIn(TimeSpan.FromSeconds(-5)))).StatusCode);
        Assert.Equal(0, begun);
        Assert.Equal((0, bad), await service.SettledEventsAsync("deadline-passed"));
    }

    [Theory]
    [InlineData("baggage", "reliability.deadline=0")]
    [InlineData("grpc-timeout", "1n")]
    [InlineData("grpc-timeout", "0S")]
    public async Task Nobody_spends_the_error_budget_with_a_deadline_that_was_over_from_the_start(string header, string value)
    {
        await using var service = await TestService.StartAsync(app => app.MapPost("/", [Slo(99.9, Name = "deadline-of-anybody")] [Capacity(MaxConcurrency = 1)] () => "ok"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await service.Client.SendAsync(request, Cancelled);
        Assert.Equal("4", Assert.Single(answer.Headers.GetValues("grpc-status")));
        Assert.Equal((0, 0), await service.SettledEventsAsync("deadline-of-anybody"));
    }

    [Fact]
    public async Task A_deadline_that_passes_in_the_queue_is_bad_whoever_gave_it()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartAsync(app => app.MapGet(
            "/", [Slo(99.9, Name = "deadline-in-queue")] [Capacity(MaxConcurrency = 1, QueueLimit = 1, QueueMilliseconds = 60_000)] async () =>
            {
                entered.TrySetResult();
                await leave.Task;
            }));
        var first = SendAsync(service, "x=y");
        await entered.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancelled);
        using var late = await SendAsync(service, DeadlineIn(TimeSpan.FromSeconds(3)));
        leave.SetResult();
        (await first).Dispose();
        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.Equal((1, 1), await service.SettledEventsAsync("deadline-in-queue"));
    }

    public enum Trust
    {
        Nobody,
        Everybody,
    }

    [Theory]
    [InlineData("promised", Trust.Nobody, 0)]
    [InlineData("promised", Trust.Everybody, 1)]
    [InlineData("exceeded", Trust.Nobody, 1)]
    [InlineData("handled", Trust.Nobody, 0)]
    [InlineData("own", Trust.Nobody, 1)]
    [InlineData("failed", Trust.Nobody, 1)]
    public async Task Less_time_than_is_promised_is_not_counted_unless_callers_are_trusted(string endpoint, Trust trust, int bad)
    {
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/promised", [Slo(99.9, Name = "little-promised", LatencyTarget = 99, LatencyMilliseconds = 600_000)] (CancellationToken token) => Task.Delay(-1, token));
                app.MapGet("/exceeded", [Slo(99.9, Name = "little-exceeded", LatencyTarget = 99, LatencyMilliseconds = 20)] (CancellationToken token) => Task.Delay(-1, token));
                app.MapGet("/handled", [Slo(99.9, Name = "little-handled", LatencyTarget = 99, LatencyMilliseconds = 600_000)] async Task (CancellationToken token) =>
                {
                    await Task.Delay(-1, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw new DeadlineExceededException();
                });
                app.MapGet("/own", [Slo(99.9, Name = "little-own", LatencyTarget = 99, LatencyMilliseconds = 600_000)] [Timeout(30)] (CancellationToken token) => Task.Delay(-1, token));
                app.MapGet("/failed", [Slo(99.9, Name = "little-failed", LatencyTarget = 99, LatencyMilliseconds = 600_000)] async (CancellationToken token) =>
                {
                    await Task.Delay(-1, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return Results.StatusCode(500);
                });
            },
            settings: ("Reliability:Overload:TrustCallers", (trust == Trust.Everybody).ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + endpoint);
        request.Headers.TryAddWithoutValidation("baggage", DeadlineIn(TimeSpan.FromMilliseconds(200)));
        using var answer = await service.Client.SendAsync(request, Cancelled);
        Assert.True(answer.StatusCode == (endpoint == "failed" ? HttpStatusCode.InternalServerError : HttpStatusCode.GatewayTimeout), answer.StatusCode.ToString());
        Assert.Equal((0, bad), await service.SettledEventsAsync("little-" + endpoint));
    }

    [Theory]
    [InlineData(100, 90, null, true)]
    [InlineData(100, 89, null, false)]
    [InlineData(249, 249, null, true)]
    [InlineData(250, 250, null, false)]
    [InlineData(299, 299, 300, true)]
    [InlineData(300, 300, 300, false)]
    [InlineData(30, 30, 20, false)]
    [InlineData(0, 0, null, true)]
    public void A_caller_has_given_too_little_when_it_gave_less_than_is_promised_or_next_to_nothing(int given, int elapsed, int? promised, bool isTooLittle)
    {
        var clock = new FakeTimeProvider();
        var time = new GivenTime(Moment.In(TimeSpan.FromMilliseconds(given), clock), TimeSpan.FromMilliseconds(given));
        clock.Advance(TimeSpan.FromMilliseconds(elapsed));
        TimeSpan? promise = promised is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        Assert.Equal(isTooLittle, time.IsTooLittle(TimeSpan.FromMilliseconds(elapsed), promise));
        Assert.Equal(isTooLittle, time.IsTooLittle(elapsed: null, promise));
    }

    [Theory]
    [InlineData(Trust.Nobody, 0)]
    [InlineData(Trust.Everybody, 1)]
    public async Task A_method_inside_of_the_request_is_not_blamed_for_it_either(Trust trust, int bad)
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", InnerWork.RunAsync), settings: ("Reliability:Overload:TrustCallers", (trust == Trust.Everybody).ToString()));
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await SendAsync(service, DeadlineIn(TimeSpan.FromMilliseconds(200)))).StatusCode);
        Assert.Equal((0, bad), await service.SettledEventsAsync("inner-work"));
    }

    [Theory]
    [InlineData("reliability.deadline=")]
    [InlineData("reliability.deadline=soon")]
    [InlineData("reliability.deadline=-1")]
    [InlineData("reliability.deadline=99999999999999999999999")]
    [InlineData("reliability.deadline=9223372036854775807")]
    [InlineData(",,=,;reliability.;")]
    public async Task Whatever_stands_in_the_header_does_not_break_the_request(string baggage)
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(service, baggage)).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_takes_longer_than_its_timeout_is_answered_504_and_counted_bad(bool handled)
    {
        await using var service = await TestService.StartOnNetworkAsync(app =>
        {
            if (handled)
                app.UseExceptionHandler(handler => handler.Run(_ => Task.CompletedTask));

            app.UseRouting();
            app.MapGet("/", [Slo(99.9, Name = "timeout-of-endpoint")] [Timeout(50)] (CancellationToken token) => Task.Delay(Timeout.Infinite, token));
        });
        using var client = new HttpClient { BaseAddress = service.Address };
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal((0, 1), await service.SettledEventsAsync("timeout-of-endpoint"));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_before_the_timeout_is_not_counted()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartOnNetworkAsync(app => app.MapGet("/", [Slo(99.9, Name = "gone-before-timeout")] [Timeout(600_000)] async (CancellationToken token) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }), Unhurried);
        using var client = new HttpClient { BaseAddress = service.Address };
        using var caller = new CancellationTokenSource();
        var call = client.GetAsync(new Uri("/", UriKind.Relative), caller.Token);
        await entered.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancelled);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal((0, 0), await service.SettledEventsAsync("gone-before-timeout"));
    }

    [Fact]
    public async Task The_earliest_of_all_deadlines_is_that_of_the_work_and_none_after_it()
    {
        Deadline? inside = null;
        Task<Deadline?>? later = null;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartAsync(app => app.MapGet("/", [Timeout(3_600_000)] () =>
        {
            inside = Deadline.Current;
            later = LaterAsync();
        }), Unhurried);
        await SendAsync(service, DeadlineIn(TimeSpan.FromMinutes(10)));
        Assert.InRange(inside!.Value.Remaining, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10.1));
        await SendAsync(service, DeadlineIn(TimeSpan.FromHours(10)));
        Assert.InRange(inside!.Value.Remaining, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        over.SetResult();
        Assert.Null(await later!);

        async Task<Deadline?> LaterAsync()
        {
            await over.Task;
            return Deadline.Current;
        }
    }

    [Fact]
    public async Task Grpc_answers_that_the_deadline_passed_by_whomever_it_was_given()
    {
        await using var service = await TestService.StartOnNetworkAsync(
            app => app.MapGrpcService<SlowService>(), builder => builder.Services.AddGrpc(), HttpProtocols.Http2);
        using var channel = GrpcChannel.ForAddress(service.Address);
        var client = new Weather.WeatherClient(channel);
        var timeout = await Assert.ThrowsAsync<RpcException>(async () => await client.NowAsync(new Request(), cancellationToken: Cancelled));
        Assert.Equal(StatusCode.DeadlineExceeded, timeout.StatusCode);

        var late = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.NowAsync(new Request(), new Metadata { { "baggage", DeadlineIn(TimeSpan.FromSeconds(-5)) } }, cancellationToken: Cancelled));
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        Assert.Equal((0, 1), await service.SettledEventsAsync("slow-weather"));
    }

    [Fact]
    public async Task A_call_to_another_service_carries_what_is_left_of_the_time_and_how_much_it_matters()
    {
        await using var other = await OtherAsync();
        await using var service = await ServiceAsync(other);
        var seen = await AskAsync(service, $"user=ann,{DeadlineIn(TimeSpan.FromMinutes(10))},reliability.criticality=sheddable");
        var entries = seen.Split(',');
        Assert.Single(entries, "reliability.criticality=sheddable");
        Assert.InRange(Remaining(entries), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10.1));
    }

    [Theory]
    [InlineData("sheddable", "sheddable")]
    [InlineData("critical_plus", "critical")]
    public async Task With_an_sdk_there_is_one_entry_of_each_kind_and_those_of_others_stay(string asked, string told)
    {
        await using var other = await OtherAsync();
        await using var service = await ServiceAsync(other, builder => builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation()));
        var entries = (await AskAsync(service, $"user=ann,{DeadlineIn(TimeSpan.FromHours(2))},reliability.criticality={asked}")).Split(',');
        Assert.Equal(["reliability.criticality", "reliability.deadline", "user"], entries.Select(entry => entry.Split('=')[0]).Order());
        Assert.Contains("reliability.criticality=" + told, entries);
        Assert.Contains("user=ann", entries);

        // The endpoint has an hour only.
        Assert.InRange(Remaining(entries), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1.01));
    }

    public enum Instrumentation
    {
        None,
        Activities,
        Sdk,
    }

    [Theory]
    [InlineData(Instrumentation.None)]
    [InlineData(Instrumentation.Activities)]
    [InlineData(Instrumentation.Sdk)]
    public async Task What_one_call_is_told_is_not_told_to_the_next(Instrumentation instrumentation)
    {
        await using var other = await OtherAsync();
        await using var service = await TestService.StartAsync(app => app.MapGet("/", async (IHttpClientFactory clients) =>
        {
            using var client = clients.CreateClient();
            string first;
            using (Deadline.Begin(TimeSpan.FromMinutes(10)))
            using (CallCriticality.Begin(Criticality.Sheddable))
                first = await client.GetStringAsync(other.Address, Cancelled);

            return first + '\n' + await client.GetStringAsync(other.Address, Cancelled);
        }), builder => Instrument(builder, instrumentation));
        var told = (await AskAsync(service, "tenant=1")).Replace(" ", "", StringComparison.Ordinal).Split('\n');
        Assert.InRange(Remaining(told[0].Split(',')), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10.1));
        Assert.Contains("reliability.criticality=sheddable", told[0]);
        Assert.DoesNotContain("reliability.", told[1]);
        if (instrumentation != Instrumentation.None)
            Assert.All(told, line => Assert.Contains("tenant=1", line.Split(',')));
    }

    [Theory]
    [InlineData(Instrumentation.None)]
    [InlineData(Instrumentation.Activities)]
    [InlineData(Instrumentation.Sdk)]
    public async Task Work_that_outlives_its_request_hands_nothing_on_that_held_for_the_request(Instrumentation instrumentation)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string>? later = null;
        await using var other = await OtherAsync();
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", [Timeout(3_600_000)] (IHttpClientFactory clients) =>
            {
                later = LaterAsync(clients.CreateClient());
            }),
            builder =>
            {
                Unhurried(builder);
                Instrument(builder, instrumentation);
            });
        await SendAsync(service, $"tenant=1,{DeadlineIn(TimeSpan.FromMinutes(10))},{DeadlineIn(TimeSpan.FromMinutes(11))},reliability.criticality=sheddable");
        over.SetResult();
        var told = await later!;
        Assert.DoesNotContain("reliability.", told);
        if (instrumentation != Instrumentation.None)
            Assert.Equal("tenant=1", told.Replace(" ", "", StringComparison.Ordinal));

        async Task<string> LaterAsync(HttpClient client)
        {
            await client.GetStringAsync(other.Address, Cancelled);
            await over.Task;
            return await client.GetStringAsync(other.Address, Cancelled);
        }
    }

    [Fact]
    public async Task Work_that_was_begun_in_a_scope_of_a_request_is_free_of_its_time_when_it_has_ended()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<(Criticality, Deadline?)>? later = null;
        await using var service = await TestService.StartAsync(app => app.MapGet("/", [Timeout(3_600_000)] () =>
        {
            using var scope = CallCriticality.Begin(Criticality.Sheddable);
            Assert.NotNull(Deadline.Current);
            later = LaterAsync();
        }), Unhurried);
        (await SendAsync(service, "x=y")).EnsureSuccessStatusCode();
        over.SetResult();
        Assert.Equal((Criticality.Sheddable, null), await later!);

        async Task<(Criticality, Deadline?)> LaterAsync()
        {
            await over.Task;
            return (CallCriticality.Current, Deadline.Current);
        }
    }

    [Fact]
    public void A_request_that_has_ended_is_not_kept_by_what_outlives_it()
    {
        var (request, context) = Ended();
        GC.Collect();
        Assert.False(context.TryGetTarget(out _));
        GC.KeepAlive(request);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (AdmittedRequest, WeakReference<HttpContext>) Ended()
        {
            var context = new DefaultHttpContext();
            var request = new AdmittedRequest(context);
            request.Dispose();
            return (request, new(context));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_call_is_told_is_nothing_to_the_work_beside_it(bool isSynchronous)
    {
        Baggage.SetBaggage("tenant", "1");
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var beside = SeenBesideAsync();
        Baggage inside = default;
        using var wire = new Wire(() =>
        {
            inside = Baggage.Current;
            entered.TrySetResult();
            Assert.True(beside.Wait(TimeSpan.FromMinutes(1), Cancelled));
        });
        using var client = new HttpMessageInvoker(new OutgoingCallHandler { InnerHandler = wire });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://other/");
        using (Deadline.Begin(TimeSpan.FromMinutes(10)))
            using ((isSynchronous ? client.Send(request, Cancelled) : await client.SendAsync(request, Cancelled)))
                Assert.Equal("1", Baggage.GetBaggage("tenant"));

        Assert.Equal(["reliability.deadline", "tenant"], inside.GetBaggage().Keys.Order());
        Assert.Equal("tenant", Assert.Single(await beside));
        Assert.Equal("tenant", Assert.Single(Baggage.Current.GetBaggage()).Key);

        async Task<string[]> SeenBesideAsync()
        {
            await entered.Task;
            return [.. Baggage.Current.GetBaggage().Keys];
        }
    }

    [Fact]
    public async Task A_request_that_is_sent_again_without_a_deadline_tells_none()
    {
        using var wire = new Wire();
        using var client = new HttpMessageInvoker(new OutgoingCallHandler { InnerHandler = wire });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://other/");
        using (Deadline.Begin(TimeSpan.FromMinutes(10)))
            await client.SendAsync(request, Cancelled);

        Assert.Contains("baggage", request.Headers.Select(header => header.Key));
        await client.SendAsync(request, Cancelled);
        Assert.DoesNotContain("baggage", request.Headers.Select(header => header.Key));
    }

    [Theory]
    [InlineData("orders.internal", false)]
    [InlineData("*.internal", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("*", true)]
    public async Task Hosts_that_are_not_to_be_told_are_told_nothing_of_ours(string told, bool isTold)
    {
        await using var other = await OtherAsync();
        await using var service = await ServiceAsync(other, builder =>
        {
            builder.Configuration["Reliability:Overload:PropagateTo:0"] = told;
            Instrument(builder, Instrumentation.Sdk);
        });
        var entries = (await AskAsync(service, $"user=ann,{DeadlineIn(TimeSpan.FromMinutes(10))},reliability.criticality=sheddable")).Split(',');
        Assert.Contains("user=ann", entries);
        Assert.Equal(isTold ? 3 : 1, entries.Length);
    }

    [Fact]
    public async Task The_time_of_a_call_ends_whoever_is_called()
    {
        using var client = new HttpMessageInvoker(new OutgoingCallHandler(new(["none"])) { InnerHandler = new Wire() });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://other/greet.Weather/Now");
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TryAddWithoutValidation("baggage", "reliability.deadline=1");
        using (Deadline.Begin(TimeSpan.FromMinutes(10)))
            await client.SendAsync(request, Cancelled);

        Assert.Empty(request.Headers);
        using (Deadline.Begin(TimeSpan.Zero))
            await Assert.ThrowsAsync<DeadlineExceededException>(() => client.SendAsync(request, Cancelled));
    }

    [Theory]
    [InlineData("*.internal", "http://orders.internal:8080/x", true)]
    [InlineData("*.Internal", "http://a.b.INTERNAL/", true)]
    [InlineData("*.internal", "http://internal/", false)]
    [InlineData("*.internal", "http://evilinternal/", false)]
    [InlineData("*.internal", "http://orders.internal.example.com/", false)]
    [InlineData("orders", "http://orders:1/", true)]
    [InlineData("orders", "http://orders.example.com/", false)]
    [InlineData("::1", "http://[::1]:5000/", true)]
    [InlineData("*", "http://example.com/", true)]
    [InlineData("*", "/relative", false)]
    public void A_host_is_told_by_its_whole_name(string pattern, string address, bool isTold) =>
        Assert.Equal(isTold, new ToldHosts([pattern]).Contains(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("http://orders.internal")]
    [InlineData("orders.internal:8080")]
    [InlineData("orders.*")]
    [InlineData("")]
    public async Task What_is_no_name_of_a_host_is_refused_at_start(string pattern)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(_ => { }, settings: ("Reliability:Overload:PropagateTo:0", pattern)));
        Assert.Contains($"Reliability:Overload:PropagateTo has '{pattern}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_name_of_a_host_that_is_no_list_is_refused_and_not_left_out()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(_ => { }, settings: ("Reliability:Overload:PropagateTo", "orders.internal")));
        Assert.Contains("Reliability:Overload:PropagateTo:0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_client_is_not_to_tell_of_the_baggage_it_does_not_tell()
    {
        await using var other = await OtherAsync();
        using var sockets = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var client = new HttpMessageInvoker(new OutgoingCallHandler { InnerHandler = sockets });
        using var activity = new Activity("work").AddBaggage("tenant", "1").Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, other.Address);
        using var scope = Deadline.Begin(TimeSpan.FromMinutes(10));
        using var answer = await client.SendAsync(request, Cancelled);
        Assert.StartsWith("reliability.deadline=", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_program_puts_into_the_baggage_header_itself_stays_as_it_is()
    {
        await using var other = await OtherAsync();
        await using var service = await TestService.StartAsync(app => app.MapGet("/", [Timeout(3_600_000)] async (IHttpClientFactory clients) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, other.Address);
            request.Headers.TryAddWithoutValidation("baggage", "a=b;c=d , reliability.deadline=1;x");
            using var answer = await clients.CreateClient().SendAsync(request, Cancelled);
            return await answer.Content.ReadAsStringAsync(Cancelled);
        }), builder =>
        {
            Unhurried(builder);
            builder.Services.AddHttpClient();
        });
        var entries = (await AskAsync(service, "x=y")).Split(',');
        Assert.Equal("a=b;c=d", entries[0]);
        Assert.Equal(2, entries.Length);
        Assert.InRange(Remaining(entries), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1.01));
    }

    [Fact]
    public async Task A_call_to_another_service_takes_no_longer_than_the_time_that_is_left_and_is_not_begun_when_there_is_none()
    {
        var asked = 0;
        await using var other = await TestService.StartOnNetworkAsync(app => app.MapGet("/", (CancellationToken token) =>
        {
            Interlocked.Increment(ref asked);
            return Task.Delay(Timeout.Infinite, token);
        }));
        await using var host = await TestService.StartAsync(_ => { }, builder => builder.Services.AddHttpClient());
        using var client = host.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        using (Deadline.Begin(TimeSpan.FromSeconds(2)))
            await Assert.ThrowsAsync<DeadlineExceededException>(() => client.GetAsync(other.Address, Cancelled));

        Assert.Equal(1, asked);
        using (Deadline.Begin(TimeSpan.Zero))
            await Assert.ThrowsAsync<DeadlineExceededException>(() => client.GetAsync(other.Address, Cancelled));

        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(null, 5, 10)]
    [InlineData("1M", 1, 1)]
    [InlineData("1H", 5, 10)]
    public async Task A_grpc_client_hands_the_earlier_deadline_on(string? own, double atLeast, double atMost)
    {
        using var wire = new Wire();
        using var client = new HttpMessageInvoker(new OutgoingCallHandler { InnerHandler = wire });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://other/greet.Weather/Now");
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.ContentType = new("application/grpc");
        if (own is not null)
            request.Headers.TryAddWithoutValidation("grpc-timeout", own);

        using (Deadline.Begin(TimeSpan.FromMinutes(10)))
            await client.SendAsync(request, Cancelled);

        var timeout = GrpcTimeout.Parse(Assert.Single(request.Headers.GetValues("grpc-timeout")))!.Value;
        Assert.InRange(timeout, TimeSpan.FromMinutes(atLeast), TimeSpan.FromMinutes(atMost));
    }

    private sealed class Wire(Action? onSend = null) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            onSend?.Invoke();
            return new();
        }
    }

    private static void Instrument(WebApplicationBuilder builder, Instrumentation instrumentation)
    {
        builder.Services.AddHttpClient();

        // Where somebody logs, the framework has activities.
        if (instrumentation == Instrumentation.Activities)
            builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Critical);

        if (instrumentation == Instrumentation.Sdk)
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation());
    }

    /// <summary>An end that an hour of work fits into.</summary>
    private static void Unhurried(WebApplicationBuilder builder) =>
        builder.Services.Configure<DrainOptions>(drain => drain.TerminationGracePeriod = TimeSpan.FromHours(2));

    private static string DeadlineIn(TimeSpan time) => $"reliability.deadline={DateTimeOffset.UtcNow.Add(time).ToUnixTimeMilliseconds()}";

    private static TimeSpan Remaining(IEnumerable<string> entries) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(
            Assert.Single(entries, entry => entry.StartsWith("reliability.deadline=", StringComparison.Ordinal)).Split('=')[1],
            System.Globalization.CultureInfo.InvariantCulture)) - DateTimeOffset.UtcNow;

    /// <summary>Answers with the baggage that it was sent.</summary>
    private static Task<TestService> OtherAsync() =>
        TestService.StartOnNetworkAsync(app => app.MapGet("/", (HttpRequest request) => request.Headers["baggage"].ToString()));

    private static Task<TestService> ServiceAsync(TestService other, Action<WebApplicationBuilder>? configure = null) => TestService.StartAsync(
        app => app.MapGet("/", [Timeout(3_600_000)] (IHttpClientFactory clients) => clients.CreateClient().GetStringAsync(other.Address, Cancelled)),
        builder =>
        {
            Unhurried(builder);
            builder.Services.AddHttpClient();
            configure?.Invoke(builder);
        });

    private static async Task<string> AskAsync(TestService service, string baggage)
    {
        using var answer = await SendAsync(service, baggage);
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestService service, string baggage)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("baggage", baggage);
        return await service.Client.SendAsync(request, Cancelled);
    }

    [Slo(99.9, Name = "slow-weather")]
    private sealed class SlowService : Weather.WeatherBase
    {
        [Timeout(200)]
        public override async Task<Reply> Now(Request request, ServerCallContext context)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new();
        }

        public override Task<Reply> Later(Request request, ServerCallContext context) => Task.FromResult(new Reply());
    }
}

/// <summary>What an endpoint calls.</summary>
internal static partial class InnerWork
{
    /// <summary>Waits for its time as a client that knows it does.</summary>
    [Slo(99.9, Name = "inner-work", LatencyTarget = 99, LatencyMilliseconds = 600_000)]
    public static partial Task RunAsync();

    private static async Task RunAsyncCore()
    {
        while (Deadline.Current is { HasPassed: false })
            await Task.Delay(10);

        throw new DeadlineExceededException();
    }
}
