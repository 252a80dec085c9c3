using System.Diagnostics;

namespace Reliability.EndToEnd.Tests;

/// <summary>The whole path: attributes, hooks, counters, scrape, rules, alert.</summary>
public sealed class PrometheusTests(PackageFeed feed)
{
    private const string Availability = "{service=\"shop\",slo=\"do\",objective=\"availability\"}";
    private const string Untouched = "{service=\"shop\",slo=\"never-called\",objective=\"availability\"}";

    private const string Flawless = "{service=\"shop\",slo=\"get-ok\",objective=\"availability\"}";

    [Fact]
    [Trait("Duration", "Long")] // the page waits for two minutes before it fires, and so does the test
    public async Task A_real_prometheus_pages_for_what_was_injected_and_for_nothing_else()
    {
        Assert.SkipUnless(CommandLine.Exists("prometheus"), "prometheus is not installed: apt-get install prometheus");
        using var project = ConsumerProject.Service(feed);
        await project.BuildAsync();
        await CommandLine.MustRunAsync(feed.Tool, ["export", "prometheus", project.Assembly, "--output", "rules"], project.Directory);
        await using var service = await project.RunAsync();
        await using var prometheus = await PrometheusServer.StartAsync(project.Directory, Path.Combine(project.Directory, "rules"), service.Client.BaseAddress!);

        // Before anything happened there is a whole budget, not a blank and not NaN.
        // A minute, because long windows are put together minute by minute.
        await UntilAsync(TimeSpan.FromSeconds(150), async () => await prometheus.ValueAsync("slo:error_budget:remaining_ratio" + Availability) is not null);
        Assert.Equal(1, await prometheus.ValueAsync("slo:error_budget:remaining_ratio" + Availability));
        Assert.Equal(0, await prometheus.ValueAsync("slo:error_ratio:ratio_rate5m" + Availability));

        // With traffic and no failures it stays whole, and nobody is alerted.
        for (var i = 0; i < 20; i++)
            await service.Client.GetStringAsync(new Uri("/ok", UriKind.Relative), TestContext.Current.CancellationToken);

        await UntilAsync(TimeSpan.FromSeconds(60), async () => await prometheus.ValueAsync("slo:events_total:rate5m" + Flawless) > 0);
        Assert.Equal(1, await prometheus.ValueAsync("slo:error_budget:remaining_ratio" + Flawless));
        Assert.Empty(await prometheus.FiringAsync());

        using var injected = await service.Client.PostAsync(new Uri("/inject?good=90&bad=10", UriKind.Relative), null, TestContext.Current.CancellationToken);
        injected.EnsureSuccessStatusCode();
        await UntilAsync(TimeSpan.FromSeconds(150), async () => await prometheus.ValueAsync("slo:error_ratio:ratio_window" + Availability) > 0);

        // Ten of a hundred, in every window; a tenth is a hundred times what 99.9 % allows.
        foreach (var window in new[] { "rate5m", "rate30m", "rate1h", "rate2h", "rate6h", "rate1d", "rate3d", "window" })
            AssertIs(0.1, await prometheus.ValueAsync($"slo:error_ratio:ratio_{window}{Availability}"));

        AssertIs(1 - 100, await prometheus.ValueAsync("slo:error_budget:remaining_ratio" + Availability));
        Assert.Equal(0.999, await prometheus.ValueAsync("slo:objective:ratio" + Availability));
        Assert.Equal(90, await prometheus.ValueAsync("reliability_slo_events_total{reliability_slo=\"do\",reliability_outcome=\"good\"}"));
        Assert.Equal(10, await prometheus.ValueAsync("reliability_slo_events_total{reliability_slo=\"do\",reliability_outcome=\"bad\"}"));

        // The rest of the service is as it was.
        Assert.Equal(1, await prometheus.ValueAsync("slo:error_budget:remaining_ratio" + Untouched));
        Assert.Equal(1, await prometheus.ValueAsync("slo:error_budget:remaining_ratio" + Flawless));

        await UntilAsync(TimeSpan.FromMinutes(5), async () => (await prometheus.FiringAsync()).Count > 0);
        Assert.Equal(["SloErrorBudgetBurn do availability"], await prometheus.FiringAsync());
    }

    /// <summary>Up to the rounding of a sum of doubles.</summary>
    private static void AssertIs(double expected, double? actual) => Assert.Equal(expected, Assert.NotNull(actual), 1e-9 * Math.Abs(expected));

    private static async Task UntilAsync(TimeSpan limit, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < limit, $"It did not happen within {limit}.");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }
}
