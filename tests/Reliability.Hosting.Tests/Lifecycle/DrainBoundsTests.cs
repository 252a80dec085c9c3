using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Hosting.Lifecycle;

namespace Reliability.Hosting.Tests.Lifecycle;

public sealed class DrainBoundsTests
{
    [Fact]
    public void What_is_there_by_default_fits() =>
        Assert.Null(Bounds(new(), shutdownSeconds: 25).Problem());

    [Fact]
    public void A_timeout_that_the_host_would_cut_off_is_refused_with_all_numbers_and_the_cure() =>
        Assert.Equal(
            "Reliability:Drain: 5 s (Period) + 20.5 s (the timeout of place-order) = 25.5 s, but HostOptions.ShutdownTimeout is 25 s: the host would abort what is "
            + "still under way. Raise TerminationGracePeriod (30 s) and the pod's terminationGracePeriodSeconds until ShutdownTimeout, which follows 5 s below "
            + "unless it is set, is above 25.5 s; or shorten Period or the timeout.",
            Bounds(new(), shutdownSeconds: 25, declaredSeconds: 20.5).Problem());

    [Fact]
    public void A_host_that_the_platform_would_kill_is_refused_with_all_numbers_and_the_cure() =>
        Assert.Equal(
            "Reliability:Drain: 5 s (Period) + 15 s (RequestTimeout) = 20 s, HostOptions.ShutdownTimeout is 30 s, but TerminationGracePeriod is 30 s: the "
            + "platform would kill the process before the host gives up. Set TerminationGracePeriod and the pod's terminationGracePeriodSeconds above "
            + "ShutdownTimeout, or shorten ShutdownTimeout.",
            Bounds(new(), shutdownSeconds: 30).Problem());

    [Theory]
    [InlineData(20, true)]
    [InlineData(20.001, false)]
    public void The_drain_must_be_shorter_than_the_shutdown_not_as_long(double shutdownSeconds, bool isProblem) =>
        Assert.Equal(isProblem, Bounds(new(), shutdownSeconds).Problem() is not null);

    [Fact]
    public void A_shutdown_without_an_end_is_refused() =>
        Assert.Contains(
            "ShutdownTimeout is infinite",
            DrainBounds.Of(new(), new() { ShutdownTimeout = Timeout.InfiniteTimeSpan }, answersRequests: true, isDevelopment: false, default).Problem(),
            StringComparison.Ordinal);

    [Fact]
    public void A_worker_has_no_requests_to_wait_for()
    {
        var bounds = DrainBounds.Of(new(), new() { ShutdownTimeout = TimeSpan.FromSeconds(1) }, answersRequests: false, isDevelopment: false, default);

        Assert.Null(bounds.Problem());
        Assert.Equal(TimeSpan.Zero, bounds.Period);
    }

    [Fact]
    public void A_worker_is_held_to_the_timeouts_of_its_operations() =>
        Assert.Contains(
            "40 s (the timeout of import)",
            DrainBounds.Of(new(), new() { ShutdownTimeout = TimeSpan.FromSeconds(25) }, answersRequests: false, isDevelopment: false, (TimeSpan.FromSeconds(40), "import"))
                .Problem(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Period", "-00:00:01")]
    [InlineData("RequestTimeout", "00:00:00")]
    [InlineData("TerminationGracePeriod", "00:00:00")]
    [InlineData("TerminationGracePeriod", "00:00:10")]
    public async Task A_host_does_not_start_with_times_that_cannot_work(string option, string value)
    {
        using var host = Build(builder => builder.Configuration[$"Reliability:Drain:{option}"] = value, answersRequests: true);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Reliability:Drain", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:30", 25)]
    [InlineData("00:01:30", 85)]
    [InlineData("00:00:12", 10)]
    public void The_host_gives_up_before_the_platform_does(string grace, int seconds)
    {
        using var host = Build(builder => builder.Configuration["Reliability:Drain:TerminationGracePeriod"] = grace);
        Assert.Equal(TimeSpan.FromSeconds(seconds), ShutdownTimeout(host));
    }

    [Fact]
    public void Grace_that_is_set_in_code_counts_as_well()
    {
        using var host = Build(builder => builder.Services.Configure<DrainOptions>(drain => drain.TerminationGracePeriod = TimeSpan.FromSeconds(90)));
        Assert.Equal(TimeSpan.FromSeconds(85), ShutdownTimeout(host));
    }

    [Fact]
    public void A_shutdown_timeout_of_the_users_own_wins()
    {
        using var inCode = Build(builder => builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.FromSeconds(7), ShutdownTimeout(inCode));

        var builder = new HostApplicationBuilder(["--shutdownTimeoutSeconds=8"]);
        builder.Services.AddDrain();
        using var onCommandLine = builder.Build();
        Assert.Equal(TimeSpan.FromSeconds(8), ShutdownTimeout(onCommandLine));
    }

    private static TimeSpan ShutdownTimeout(IHost host) => host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

    private static IHost Build(Action<HostApplicationBuilder> configure, bool answersRequests = false)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);

        // Whatever is said before AddReliability wins as well as what is said after it.
        configure(builder);
        builder.Services.AddDrain();
        if (answersRequests)
            builder.Services.AddSingleton<IServedRequests, NoRequests>();

        return builder.Build();
    }

    private static DrainBounds Bounds(DrainOptions options, double shutdownSeconds, double declaredSeconds = 0) =>
        DrainBounds.Of(
            options, new() { ShutdownTimeout = TimeSpan.FromSeconds(shutdownSeconds) }, answersRequests: true, isDevelopment: false,
            (TimeSpan.FromSeconds(declaredSeconds), "place-order"));

    private sealed class NoRequests : IServedRequests
    {
        public (TimeSpan Timeout, string? Operation) Longest => default;

        public bool ComeFromElsewhere => true;

        public int Count => 0;

        public Task FinishedAsync() => Task.CompletedTask;
    }
}
