using System.Net;

namespace Reliability.EndToEnd.Tests;

/// <summary>A process without a web server, seen by the platform that runs it.</summary>
[Collection(SourceBuild.Collection)]
public sealed class WorkerTests : IDisposable
{
    private const string Rates = """{"EUR":1}""";
    private const string Invoice = """{"customer":"ada","amount":12,"currency":"EUR"}""";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    public WorkerTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals and no named pipes in the file system.");

    private string Queue => _directory.Combine("queue");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_worker_that_is_told_to_stop_turns_unready_and_finishes_what_it_has_begun()
    {
        await using var worker = await StartAsync();
        await UntilAsync(worker, "/health/ready", HttpStatusCode.OK);

        // A pipe is an invoice that takes as long as we like.
        var pipe = await QueuePipeAsync();
        await worker.TerminateAsync();
        await UntilAsync(worker, "/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(worker, "/alive"));
        Assert.DoesNotContain("No invoice is under way", worker.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(pipe, Invoice, TestContext.Current.CancellationToken);
        Assert.Equal(0, await worker.ExitedAsync(s_patience));
        Assert.Equal("ada,12.00\n", await File.ReadAllTextAsync(Path.Combine(Queue, "ledger.csv"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(Path.Combine(Queue, "taken")));
        var output = worker.Output;
        Assert.True(
            output.IndexOf("background services get their token", StringComparison.Ordinal) < output.IndexOf("No invoice is under way", StringComparison.Ordinal)
            && output.IndexOf("No invoice is under way", StringComparison.Ordinal) < output.IndexOf("the host stops", StringComparison.Ordinal),
            output);
    }

    [Fact]
    public async Task A_worker_whose_loop_hangs_is_not_alive_and_ends_all_the_same()
    {
        await using var worker = await StartAsync(("Reliability__Drain__TerminationGracePeriod", "00:00:06"));
        await UntilAsync(worker, "/alive", HttpStatusCode.OK);

        await QueuePipeAsync();
        await UntilAsync(worker, "/alive", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(worker, "/health/startup"));

        await worker.TerminateAsync();
        await worker.ExitedAsync(s_patience);
        Assert.Contains("InvoiceConsumer has its token and goes on", worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_has_not_started_until_its_services_have()
    {
        var rates = _directory.Combine("rates.json");
        await CommandLine.MustRunAsync("mkfifo", [rates], _directory.Path);
        await using var worker = await StartAsync(("Worker__Rates", rates), ("Worker__RefreshEvery", "01:00:00"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(worker, "/health/startup"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(worker, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(worker, "/alive"));

        await File.WriteAllTextAsync(rates, Rates, TestContext.Current.CancellationToken);
        await UntilAsync(worker, "/health/startup", HttpStatusCode.OK);
        await UntilAsync(worker, "/health/ready", HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_invoice_that_a_crash_left_and_one_that_was_queued_under_its_name_are_both_imported()
    {
        Directory.CreateDirectory(Path.Combine(Queue, "taken"));
        await File.WriteAllTextAsync(Path.Combine(Queue, "taken", "1.json"), Invoice, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Queue, "1.json"), Invoice.Replace("ada", "bob", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await using var worker = await StartAsync();
        await UntilAsync(worker, "/health/ready", HttpStatusCode.OK);

        using var patience = new CancellationTokenSource(s_patience);
        while (Directory.GetFiles(Queue, "*.json", SearchOption.AllDirectories).Length > 0)
            await Task.Delay(20, patience.Token);

        var ledger = await File.ReadAllLinesAsync(Path.Combine(Queue, "ledger.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(["ada,12.00", "bob,12.00"], ledger.Order(StringComparer.Ordinal));
    }

    /// <summary>Puts a pipe into the queue and waits until the worker has taken it.</summary>
    /// <returns>Where the pipe is then.</returns>
    private async Task<string> QueuePipeAsync()
    {
        await CommandLine.MustRunAsync("mkfifo", [Path.Combine(Queue, "1.json")], _directory.Path);
        var taken = Path.Combine(Queue, "taken", "1.json");
        using var patience = new CancellationTokenSource(s_patience);
        while (!File.Exists(taken))
            await Task.Delay(20, patience.Token);

        return taken;
    }

    private async Task<RunningService> StartAsync(params (string Key, string Value)[] settings)
    {
        var sample = Path.Combine(PackageFeed.RepositoryRoot, "samples", "Worker");
        await CommandLine.MustRunAsync("dotnet", ["build", sample, "-c", "Release", "-v:q", "-nodeReuse:false"], PackageFeed.RepositoryRoot);
        return await RunningService.StartAsync(
            Path.Combine(PackageFeed.RepositoryRoot, "artifacts", "bin", "Worker", "release", "Worker.dll"),
            sample,
            settings: [("Reliability__Probes__Port", "0"), ("Reliability__Probes__Address", "127.0.0.1"), ("Worker__Queue", Queue), .. settings]);
    }

    private static async Task UntilAsync(RunningService worker, string path, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (await GetAsync(worker, path) != status)
            await Task.Delay(50, patience.Token);
    }

    private static async Task<HttpStatusCode> GetAsync(RunningService worker, string path)
    {
        using var answer = await worker.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
