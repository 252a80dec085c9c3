using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Reliability.EndToEnd.Tests;

/// <summary>What the probes of a real process promise a kubelet, and whoever else can reach them.</summary>
public sealed class ProbeProcessTests(ProbedService service) : IClassFixture<ProbedService>
{
    private static readonly string[] s_paths = ["/health", "/alive", "/health/ready", "/health/startup", "/health/live", "/health/nowhere"];

    // The service answers in half a second; the rest is for a busy machine. The dependency hangs for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_hung_dependency_never_hangs_a_probe()
    {
        await service.SetAsync("hangs");
        var before = await service.CallsAsync();
        for (var round = 0; round < 3; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => s_paths).Select(StatusAsync)).WaitAsync(s_patience, TestContext.Current.CancellationToken);
            Assert.All(answers, answer => Assert.Equal(
                answer.Path switch
                {
                    "/health" or "/health/ready" => round == 0 ? answer.Status : HttpStatusCode.ServiceUnavailable, // healthy until the cache ends
                    "/health/nowhere" => HttpStatusCode.NotFound,
                    _ => HttpStatusCode.OK,
                },
                answer.Status));
            await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        }

        // One call hangs, and no probe leaves another behind.
        Assert.InRange(await service.CallsAsync() - before, 0, 1);
        await service.SetAsync("answers");
        await BecomesAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("tells")]
    public async Task A_secret_in_the_text_of_an_exception_never_reaches_a_response(string mode)
    {
        await service.SetAsync(mode);
        await BecomesAsync(HttpStatusCode.ServiceUnavailable);
        var sawDetail = false;
        foreach (var path in s_paths.SelectMany(path => new[] { path, path + "?detail" }))
        {
            foreach (var (port, accept) in new[] { (service.PublicPort, "*/*"), (service.PublicPort, "application/json"), (service.ManagementPort, "*/*"), (service.ManagementPort, "application/json") })
            {
                using var answer = await SendAsync(port, path, accept);
                var text = $"{answer}\n{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
                Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
                sawDetail |= text.Contains("Failed with System.", StringComparison.Ordinal);
            }
        }

        Assert.True(sawDetail, "The exception was not even mentioned: nothing was tested.");
        await service.SetAsync("answers");
        await BecomesAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_spoofed_host_header_never_opens_details()
    {
        string?[] hosts =
        [
            null, $"localhost:{service.ManagementPort}", $"127.0.0.1:{service.ManagementPort}", $"[::1]:{service.ManagementPort}",
            $"{Dns.GetHostName()}:{service.ManagementPort}", "localhost",
        ];
        foreach (var host in hosts)
        {
            Assert.False(await SeesDetailAsync(service.PublicPort, host), $"Host: {host} opened the details on the public port.");
            Assert.True(await SeesDetailAsync(service.ManagementPort, host), $"Host: {host} closed the details on the management port.");
        }
    }

    [Fact]
    public async Task A_thousand_probes_a_second_do_not_multiply_the_calls_of_a_dependency()
    {
        const int AtLeast = 3000;
        var atLeast = TimeSpan.FromSeconds(3);
        await BecomesAsync(HttpStatusCode.OK);
        var before = await service.CallsAsync();
        var clock = Stopwatch.StartNew();
        var (sent, answered) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            // As fast as the machine can: the rate is for the reader, the bound below holds at any.
            while (Interlocked.Increment(ref sent) <= AtLeast || clock.Elapsed < atLeast)
            {
                Assert.Equal(HttpStatusCode.OK, (await StatusAsync("/health/ready")).Status);
                Interlocked.Increment(ref answered);
            }
        }));
        var calls = await service.CallsAsync() - before;
        var seconds = clock.Elapsed.TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} probes in {seconds:0.00} s, {answered / seconds:0} a second: {calls} calls");

        // One a second, which is how long a result is kept, and the one that was due.
        Assert.InRange(calls, 1, (int)seconds + 1);
        Assert.True(answered >= AtLeast, $"{answered} of {AtLeast} were answered.");
    }

    private async Task<(string Path, HttpStatusCode Status)> StatusAsync(string path)
    {
        using var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (path, answer.StatusCode);
    }

    private async Task BecomesAsync(HttpStatusCode expected)
    {
        for (var i = 0; (await StatusAsync("/health/ready")).Status != expected; i++)
        {
            Assert.True(i < 200, $"/health/ready did not become {expected}.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private async Task<bool> SeesDetailAsync(int port, string? host)
    {
        using var answer = await SendAsync(port, "/health?detail", "application/json", host);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("entries").EnumerateObject().Any();
    }

    private async Task<HttpResponseMessage> SendAsync(int port, string path, string accept, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (host is not null)
            request.Headers.TryAddWithoutValidation("Host", host);

        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
