using System.CommandLine;
using Polly;
using Polly.Retry;
using Reliability.Benchmarks.Storm;
using Reliability.Failover;
using Reliability.Model;

namespace Reliability.Benchmarks;

/// <summary><c>storm</c>: a dependency is down for a while; what it sees of clients that retry, with a budget and without.</summary>
internal static class StormCommand
{
    private const int Attempts = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);
    private static readonly ServiceIdentity s_service = new() { Name = "storm" };

    public static Command Create()
    {
        var down = new Option<int>("--down") { Description = "The seconds of the outage.", DefaultValueFactory = _ => 30 };
        var clients = new Option<int>("--clients") { Description = "The clients, each with a budget of its own, as processes have.", DefaultValueFactory = _ => 50 };
        var rate = new Option<double>("--rate") { Description = "The calls of a client in a second.", DefaultValueFactory = _ => 40 };
        var capacity = new Option<double>("--capacity") { Description = "What the dependency can do, in multiples of its normal traffic.", DefaultValueFactory = _ => 1.5 };
        var hanging = new Option<bool>("--hanging") { Description = "Whether the dependency answers nothing while it is down, instead of failing at once, and slows down the more wait for it." };
        var healthy = new Option<int>("--around") { Description = "The seconds before the outage; there are twice as many after it.", DefaultValueFactory = _ => 10 };
        var command = new Command("storm", "What a dependency sees while it is down and when it comes back, with a retry budget and without.") { down, clients, rate, capacity, hanging, healthy };
        command.SetAction((parsed, cancellation) => MeasureAsync(
            new(parsed.GetValue(clients), parsed.GetValue(rate), parsed.GetValue(capacity), TimeSpan.FromSeconds(parsed.GetValue(healthy)), TimeSpan.FromSeconds(parsed.GetValue(down)), TimeSpan.FromSeconds(2 * parsed.GetValue(healthy)), parsed.GetValue(hanging)),
            parsed.GetValue(clients) * parsed.GetValue(rate),
            cancellation));
        return command;
    }

    private static async Task MeasureAsync(StormRun run, double normal, CancellationToken cancellation)
    {
        Console.WriteLine($"Normal traffic {normal:0} a second, {Attempts} attempts, {s_patience.TotalMilliseconds:0} ms each; {Machine.Description}");
        Console.WriteLine();
        Console.WriteLine("| retries | while healthy | while down: mean | most in a second | first 5 s after: mean | most in a second | last 5 s: mean | calls that succeed then | seconds until 99 % of calls succeed again |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, client) in new (string, Func<int, Dependency, Func<Task>>)[] { ("none", Bare), ("with a budget of 10 %", Budgeted), ("Polly's, without a budget", Unbounded) })
        {
            var seconds = await run.RunAsync(client, cancellation);
            var after = seconds.Where(second => second.Phase == "after").ToList();
            var recovered = after.FindIndex(second => second.Good >= 0.99 * (second.Good + second.Bad));
            Console.WriteLine($"| {name} | {Factor(Of(seconds, "healthy"))} | {Factor(Of(seconds, "down"))} | {Most(Of(seconds, "down"))} | {Factor(after.Take(5))} | {Most(after.Take(5))} | {Factor(after.TakeLast(5))} | {Success(after.TakeLast(5))} % | {(recovered < 0 ? $"never ({after.Count} s)" : recovered.ToString(System.Globalization.CultureInfo.InvariantCulture))} |");
        }

        string Factor(IEnumerable<StormRun.Second> seconds) => Text(seconds.Average(second => second.Seen) / normal);
        string Most(IEnumerable<StormRun.Second> seconds) => Text(seconds.Max(second => second.Seen) / normal);
        static string Success(IEnumerable<StormRun.Second> seconds) => (100d * seconds.Sum(second => second.Good) / Math.Max(1, seconds.Sum(second => second.Good + second.Bad))).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        static string Text(double factor) => factor.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        static IEnumerable<StormRun.Second> Of(List<StormRun.Second> seconds, string phase) => seconds.Where(second => second.Phase == phase);
    }

    private static Func<Task> Bare(int client, Dependency dependency) => () => AttemptAsync(dependency, CancellationToken.None);

    private static Func<Task> Budgeted(int client, Dependency dependency)
    {
        var site = FailoverSite.Create(
            s_service,
            "call-" + client,
            new()
            {
                Timeout = new() { Total = TimeSpan.FromSeconds(5), Attempt = s_patience },
                Retry = new() { MaxAttempts = Attempts, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(2), BudgetPercent = 10 },
            },
            null);
        return () => site.ExecuteAsync(static (dependency, token) => dependency.CallAsync(token), dependency, null, CancellationToken.None);
    }

    private static Func<Task> Unbounded(int client, Dependency dependency)
    {
        var pipeline = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = Attempts - 1, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(2), BackoffType = DelayBackoffType.Exponential, UseJitter = true })
            .Build();
        return () => pipeline.ExecuteAsync(static async (dependency, token) => await AttemptAsync(dependency, token), dependency, CancellationToken.None).AsTask();
    }

    private static async Task AttemptAsync(Dependency dependency, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            await dependency.CallAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
