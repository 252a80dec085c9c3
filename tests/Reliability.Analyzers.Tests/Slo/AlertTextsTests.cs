using System.Globalization;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests.Slo;

/// <summary>What REL0104 to REL0107 say: the numbers are the message.</summary>
public class AlertTextsTests
{
    [Theory]
    [InlineData("99.9, EventsPerHour = 1", "At 1 event an hour a complete outage pages only after 1 hour 48 minutes, because no alert fires before a second failure; add synthetic requests (with 2 an hour it pages after 47 minutes), or promise this together with other operations")]
    [InlineData("99.9, EventsPerHour = 0.2", "At 0.2 events an hour a complete outage never pages, and the first ticket comes after 8 hours 33 minutes, because no alert fires before a second failure; add synthetic requests (with 2 an hour it pages after 47 minutes), or promise this together with other operations")]
    [InlineData("99.9, EventsPerHour = 0.01", "At 0.01 events an hour a complete outage never pages, because no alert fires before a second failure; add synthetic requests (with 2 an hour it pages after 47 minutes), or promise this together with other operations")]
    [InlineData("99.9, EventsPerHour = 0.01, WindowDays = 1", "At 0.01 events an hour a complete outage never pages, because no alert fires before a second failure; add synthetic requests (with 2 an hour it pages after 47 minutes), or promise this together with other operations")]
    [InlineData("2", "An objective of 2 % lets so much fail that a complete outage pages only after 1 hour 1 minute; promise 3.4 % or more")]
    public Task An_outage_that_pages_late_says_when_and_what_helps(string arguments, string message) => Says("REL0104", Slo(arguments), message);

    [Theory]
    [InlineData("99.9, EventsPerHour = 40", "Of 40 events an hour one failure is 2.5 %, and 99.9 % pages above 1.44 %, so the alert has to wait for a second one; add synthetic requests (70 an hour in all are enough), promise this together with other operations, promise 99.8 %, or promise it over 53 days")]
    [InlineData("99.99, EventsPerHour = 40", "Of 40 events an hour one failure is 2.5 %, and 99.99 % pages above 0.144 %, so the alert has to wait for a second one; add synthetic requests (695 an hour in all are enough), promise this together with other operations, or promise 99.8 %")]
    [InlineData("99.9, EventsPerHour = 2, WindowDays = 1", "Of 2 events an hour one failure is 50 %, and 99.9 % pages above 0.48 %, so the alert has to wait for a second one; add synthetic requests (209 an hour in all are enough), promise this together with other operations, or promise 89.5 %")]
    public Task One_failure_says_its_share_and_what_helps(string arguments, string message) => Says("REL0105", Slo(arguments), message);

    [Fact]
    public Task A_window_says_both_numbers() => Says("REL0106", Slo("99.9"), "A budget over 30 days is computed from the 15 days that are kept (ReliabilityRetentionDays = 15), so failures are forgotten before their time and the budget looks better than it is; promise it over 15 days, or keep samples for 30 and say so");

    [Theory]
    [InlineData("Metric = \"http.server.request.duration\", LatencyMilliseconds = 300", "'http.server.request.duration' has no bucket of 300 ms, so every event counts as too slow and somebody is paged; take 250 ms or 500 ms, or give the histogram this bucket and say so with Buckets")]
    [InlineData("Metric = \"http.server.request.duration\", LatencyMilliseconds = 20000", "'http.server.request.duration' has no bucket of 20,000 ms, so every event counts as too slow and somebody is paged; take 10,000 ms, its slowest, or give the histogram this bucket and say so with Buckets")]
    [InlineData("Metric = \"http.server.request.duration\", LatencyMilliseconds = 1", "'http.server.request.duration' has no bucket of 1 ms, so every event counts as too slow and somebody is paged; take 5 ms, its fastest, or give the histogram this bucket and say so with Buckets")]
    [InlineData("Metric = \"jobs\", Kind = InstrumentKind.Histogram, Unit = \"s\", LatencyMilliseconds = 300", "Nobody says which buckets 'jobs' has, so 300 ms may be none of them, and then every event counts as too slow and somebody is paged; add Buckets with the bounds that the histogram has")]
    public Task A_threshold_says_its_neighbours(string arguments, string message) =>
        Says("REL0107", $"[assembly: Reliability.MetricSlo(\"x\", 99, Bad = [\"a=b\"], LatencyTarget = 99, {arguments.Replace("InstrumentKind", "Reliability.InstrumentKind", StringComparison.Ordinal)})]", message);

    private static async Task Says(string id, string code, string message)
    {
        var rule = Catalogue.Rules.Single(rule => rule.Descriptor.Id == id);
        var @case = RuleCase.All[0] with { Shape = "Service", Options = "build_property.ReliabilityRetentionDays = 15" };
        var report = Assert.Single(await Cases.Reports(rule, @case, code));
        if (report.GetMessage(CultureInfo.InvariantCulture) is var said && said != message)
            Assert.Fail("says: " + said);

        Assert.Equal(rule.Descriptor.DefaultSeverity, report.Severity);
    }

    private static string Slo(string arguments) =>
        $"public partial class Orders {{ [Reliability.Slo({arguments})] public partial void Place(); private void PlaceCore() {{ }} }}";
}
