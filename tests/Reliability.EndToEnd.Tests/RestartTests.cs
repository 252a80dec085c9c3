using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Reliability.EndToEnd.Tests;

/// <summary>What users notice of a deployment: nothing.</summary>
[Collection(SourceBuild.Collection)]
public sealed class RestartTests
{
    private const string Order = """{"article":"apple","quantity":1}""";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<string>> s_program = new(BuildAsync);

    [Fact]
    [Trait("Duration", "Long")] // twenty processes start, one after the other, on a machine that is busy with answering
    public async Task Twenty_restarts_under_load_refuse_no_request_and_lose_none()
    {
        var (answered, failures) = await RestartUnderLoadAsync(restarts: 20, period: "00:00:03");

        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} requests were answered.");
        Assert.Empty(failures);
        Assert.True(answered > 1000, $"Only {answered} requests were answered: that is no load.");
    }

    [Fact]
    public async Task Without_a_drain_the_same_restarts_lose_requests()
    {
        var (answered, failures) = await RestartUnderLoadAsync(restarts: 4, period: "00:00:00");

        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} requests were answered, {failures.Count} failed.");
        Assert.NotEmpty(failures);
    }

    [Fact]
    public async Task A_service_that_is_told_to_stop_turns_unready_answers_on_finishes_what_it_has_and_ends_its_loops()
    {
        await using var service = await StartAsync(await s_program.Value, "00:00:02");
        var finish = new TaskCompletionSource();
        using var content = new SlowContent(Order, finish.Task);
        var inFlight = service.Client.PostAsync(Relative("/orders"), content, TestContext.Current.CancellationToken);
        await content.Begun;

        var clock = Stopwatch.StartNew();
        await service.TerminateAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await UntilUnreadyAsync(service));
        Assert.Equal(HttpStatusCode.Created, await OrderAsync(service));

        // A person at a prompt is impatient. It changes nothing.
        await service.TerminateAsync();
        Assert.Equal(HttpStatusCode.OK, await GetAsync(service, "/alive"));

        // Longer than the period: the drain waits for this request.
        await Task.Delay(TimeSpan.FromSeconds(3) - clock.Elapsed is { Ticks: > 0 } left ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
        finish.SetResult();
        using var answer = await inFlight;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True(answer.Headers.ConnectionClose);

        Assert.Equal(0, await service.ExitedAsync(s_patience));
        AssertInOrder(
            service.Output,
            "Readiness says no",
            "1 requests are in flight",
            "All requests have finished",
            "1 background services get their token",
            "the host stops");
    }

    [Fact]
    public async Task Times_that_do_not_fit_are_said_at_start()
    {
        var program = await s_program.Value;
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await (await StartAsync(program, "00:00:10")).DisposeAsync());
        Assert.Contains("10 s (Period) + 15 s (RequestTimeout) = 25 s, but HostOptions.ShutdownTimeout is 25 s", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Replaces the one instance of a service again and again, as a rolling deployment does: the next is ready before
    /// the last is told to stop.</summary>
    private static async Task<(int Answered, IReadOnlyCollection<string> Failures)> RestartUnderLoadAsync(int restarts, string period)
    {
        var program = await s_program.Value;
        var failures = new ConcurrentBag<string>();
        var ending = new List<Task>();
        var answered = 0;
        await using var balancer = new LoadBalancer();
        var current = await StartAsync(program, period);
        await balancer.AddAsync(current.Client.BaseAddress!);

        using var enough = new CancellationTokenSource();
        var users = Enumerable.Range(0, 8).Select(user => Task.Run(() => UseAsync(keepAlive: user % 2 == 0))).ToList();
        for (var i = 0; i < restarts; i++)
        {
            var next = await StartAsync(program, period);
            await balancer.AddAsync(next.Client.BaseAddress!);
            await current.TerminateAsync();
            ending.Add(EndAsync(current));
            current = next;
        }

        await Task.WhenAll(ending);
        await enough.CancelAsync();
        await Task.WhenAll(users);
        await current.DisposeAsync();
        return (answered, failures);

        async Task UseAsync(bool keepAlive)
        {
            while (!enough.IsCancellationRequested)
            {
                try
                {
                    using var order = new StringContent(Order, null, "application/json");
                    var status = await balancer.SendAsync(HttpMethod.Post, "/orders", order, keepAlive);
                    Interlocked.Increment(ref answered);
                    if (status != HttpStatusCode.Created)
                        failures.Add($"{(int)status}");
                }
                catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
                {
                    failures.Add(exception.ToString());
                }

                await Task.Delay(10, CancellationToken.None);
            }
        }

        async Task EndAsync(RunningService service)
        {
            await using (service)
            {
                Assert.Equal(0, await service.ExitedAsync(s_patience));
                balancer.Remove(service.Client.BaseAddress!);
            }
        }
    }

    private static async Task<string> BuildAsync()
    {
        var sample = Path.Combine(PackageFeed.RepositoryRoot, "samples", "Checkout");
        await CommandLine.MustRunAsync("dotnet", ["build", sample, "-c", "Release", "-v:q", "-nodeReuse:false"], PackageFeed.RepositoryRoot);
        return Path.Combine(PackageFeed.RepositoryRoot, "artifacts", "bin", "Checkout", "release", "Checkout.dll");
    }

    private static Task<RunningService> StartAsync(string program, string period) =>
        RunningService.StartAsync(program, Path.Combine(PackageFeed.RepositoryRoot, "samples", "Checkout"), settings: ("Reliability__Drain__Period", period));

    private static async Task<HttpStatusCode> UntilUnreadyAsync(RunningService service)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            if (await GetAsync(service, "/health/ready") is var status and not HttpStatusCode.OK)
                return status;

            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task<HttpStatusCode> GetAsync(RunningService service, string path)
    {
        using var answer = await service.Client.GetAsync(Relative(path), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> OrderAsync(RunningService service)
    {
        using var answer = await service.Client.PostAsJsonAsync("/orders", new { article = "apple", quantity = 1 }, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static void AssertInOrder(string output, params string[] lines)
    {
        var at = 0;
        foreach (var line in lines)
        {
            var found = output.IndexOf(line, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{line}' is missing or comes too early in\n{output}");
            at = found + line.Length;
        }
    }
}
