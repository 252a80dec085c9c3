using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.Server;
using Hangfire.States;

namespace Reliability.Adapters.Tests;

public sealed class HangfireTests : IDisposable
{
    private readonly InMemoryStorage _storage = new();
    private readonly BackgroundJobClient _client;
    private readonly BackgroundJobServer _server;

    public HangfireTests()
    {
        // Twice, as it happens in programs of several parts.
        GlobalConfiguration.Configuration.UseReliability().UseReliability();
        _client = new(_storage);
        _server = new(
            new BackgroundJobServerOptions
            {
                WorkerCount = 1,
                SchedulePollingInterval = TimeSpan.FromMilliseconds(50),
                CancellationCheckInterval = TimeSpan.FromMilliseconds(50),
                ShutdownTimeout = TimeSpan.FromSeconds(20),
            },
            _storage);
    }

    [Theory]
    [InlineData("ok", 1, 0)]
    [InlineData("boom", 0, 1)]
    [InlineData("excluded", 0, 0)]
    [InlineData("timeout", 0, 1)]
    [InlineData("refused", 0, 0)]
    [InlineData("soothed", 1, 0)]
    public async Task A_run_of_a_job_is_counted_once_with_what_it_ended_with(string end, long good, long bad)
    {
        using var import = new Counted(Operations.Import);
        using var after = new Counted(Operations.Static);
        _client.Enqueue<Jobs>(jobs => jobs.ImportAsync(end, null, CancellationToken.None));

        // The one worker takes the next job when the first is over.
        _client.Enqueue(() => Jobs.Static());
        await after.SettleAsync(1, 0);
        import.Check(good, bad);
    }

    [Fact]
    public async Task A_retry_is_a_run_of_its_own()
    {
        using var flaky = new Counted(Operations.Flaky);
        Jobs.Failures = 1;
        _client.Enqueue<Jobs>(jobs => jobs.Flaky());
        await flaky.SettleAsync(1, 1);
    }

    [Fact]
    public async Task An_inherited_job_is_counted_under_the_promise_of_its_base()
    {
        using var based = new Counted(Operations.Based);
        _client.Enqueue<DerivedJobs>(jobs => jobs.Based());
        await based.SettleAsync(1, 0);
    }

    [Fact]
    public async Task An_overridden_job_is_counted_under_the_promise_of_what_runs()
    {
        using var overridden = new Counted(Operations.Overridden);
        _client.Enqueue<DerivedJobs>(jobs => jobs.Virtual());
        await overridden.SettleAsync(1, 0);
    }

    [Fact]
    public async Task A_partial_job_is_counted_around_its_body_only()
    {
        using var measured = new Counted(Operations.Measured);
        using var after = new Counted(Operations.Static);
        _client.Enqueue<Jobs>(jobs => jobs.Measured());
        _client.Enqueue(() => Jobs.Static());
        await after.SettleAsync(1, 0);
        measured.Check(1, 0);
    }

    [Fact]
    public async Task A_job_that_is_deleted_while_it_runs_is_not_counted()
    {
        using var import = new Counted(Operations.Import);
        Jobs.Entered = new();
        var id = _client.Enqueue<Jobs>(jobs => jobs.ImportAsync("wait", null, CancellationToken.None));
        await Jobs.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, import.Active);
        _client.ChangeState(id, new DeletedState());
        await import.SettleAsync(0, 0);
    }

    [Fact]
    public async Task A_job_that_the_end_of_the_server_interrupts_is_not_counted()
    {
        using var import = new Counted(Operations.Import);
        Jobs.Entered = new();
        _client.Enqueue<Jobs>(jobs => jobs.ImportAsync("wait", null, CancellationToken.None));
        await Jobs.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        _server.SendStop();
        await _server.WaitForShutdownAsync(TestContext.Current.CancellationToken);
        import.Check(0, 0);
    }

    [Fact]
    public async Task A_job_without_a_promise_is_not_counted()
    {
        using var import = new Counted(Operations.Import);
        using var after = new Counted(Operations.Static);
        _client.Enqueue<Jobs>(jobs => jobs.Free());
        _client.Enqueue(() => Jobs.Static());
        await after.SettleAsync(1, 0);
        import.Check(0, 0);
    }

    public void Dispose()
    {
        _server.Dispose();
        _storage.Dispose();
    }
}

public sealed partial class Jobs
{
    public static TaskCompletionSource Entered { get; set; } = new();

    public static int Failures { get; set; }

    [Slo(99.9)]
    public static void Static()
    {
    }

    [Slo(99.9, Exclude = [typeof(FileNotFoundException)])]
    [AutomaticRetry(Attempts = 0)]
    [InTheWay]
    public async Task<int> ImportAsync(string end, PerformContext? context, CancellationToken cancellationToken)
    {
        switch (end)
        {
            case "boom":
                throw new InvalidDataException("boom");
            case "soothed":
                throw new NotSupportedException("boom");
            case "excluded":
                throw new FileNotFoundException("gone");
            case "timeout":
                using (var timeout = new CancellationTokenSource(1))
                    await Task.Delay(Timeout.Infinite, timeout.Token);

                break;
            case "wait":
                Entered.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }

        return context!.BackgroundJob.Id.Length;
    }

    [Slo(99.9)]
    [AutomaticRetry(Attempts = 1, DelaysInSeconds = [0])]
    public void Flaky()
    {
        if (Failures-- > 0)
            throw new InvalidDataException("boom");
    }

    [Slo(99.9)]
    public partial void Measured();

    public void Free()
    {
    }

    private void MeasuredCore()
    {
    }
}

public abstract class BaseJobs
{
    [Slo(99.9)]
    public void Based()
    {
    }

    public virtual void Virtual()
    {
    }
}

public sealed class DerivedJobs : BaseJobs
{
    [Slo(99.9, Name = "overridden")]
    public override void Virtual()
    {
    }
}

/// <summary>What filters of programs do: refuse a run, and make good of a failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InTheWayAttribute : JobFilterAttribute, IServerFilter
{
    public void OnPerforming(PerformingContext context) => context.Canceled = context.BackgroundJob.Job.Args[0] is "refused";

    public void OnPerformed(PerformedContext context) =>
        context.ExceptionHandled = context.Exception?.InnerException is NotSupportedException;
}
