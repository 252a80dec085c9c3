using System.Globalization;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Writes one rule file of constant size that serves every service of a fleet: what is promised it reads from the series that the
/// services publish about themselves. It records the same series as the rules of a service and fires the same alerts; a
/// Prometheus has one or the other. What only metrics of others measure it cannot know: such an objective needs the rules of its
/// service.</summary>
public static class FleetExporter
{
    /// <summary>The windows that are served unless others are asked for, in days.</summary>
    public static IReadOnlyList<int> DefaultWindows { get; } = [7, 14, 28, 30, 90];

    private static readonly int[] s_allWindows = [.. Enumerable.Range(ServiceLevel.MinWindowDays, ServiceLevel.MaxWindowDays - ServiceLevel.MinWindowDays + 1)];

    private const string Each = "on (service, slo, objective)";
    private const string Tier = "tier";
    private const string WindowDays = "window";

    /// <summary>Derives the rule file. Equal options give equal bytes.</summary>
    /// <param name="options">How metrics reach Prometheus and where people look.</param>
    /// <param name="windowDays">The windows that are served, in days; an objective with another one gets an alert that says so.</param>
    public static IReadOnlyList<ArtifactFile> Export(ExportOptions options, IReadOnlyList<int> windowDays)
    {
        var windows = windowDays.Distinct().Order().ToList();
        ArgumentOutOfRangeException.ThrowIfZero(windows.Count, nameof(windowDays));
        return [new("fleet.rules.yml", RuleFileWriter.Write(Header.OfFleet("export prometheus --fleet"), [Group(options, windows)]))];
    }

    /// <summary>One group: a rule reads what those above it have just recorded.</summary>
    internal static RuleGroup Group(ExportOptions options, IReadOnlyList<int> windows)
    {
        var series = SloSeries.Fleet(new MetricNames(options.Naming));
        return new("reliability-fleet", [.. Declared(), .. Recordings(series, windows), .. Alerts(series, windows, options)]);
    }

    /// <summary>What services say of themselves. While a change is rolled out two versions speak: one of them is heard, and the
    /// stricter one where it matters. What a service said last holds for a day: its budget does not vanish with its last process.</summary>
    private static IEnumerable<RecordingRule> Declared()
    {
        var objectives = FleetLabels.Renamed(MetricNames.Gauge(Telemetry.ObjectiveTarget), (Telemetry.WindowDays, WindowDays));
        var infos = FleetLabels.Renamed(MetricNames.Gauge(Telemetry.Info), (Telemetry.Owner, AlertLabels.Owner), (Telemetry.Criticality, Tier));
        var thresholds = FleetLabels.Renamed(
            MetricNames.Gauge(Telemetry.BurnThreshold), (Telemetry.Severity, AlertLabels.Severity), (Telemetry.LongWindow, AlertLabels.LongWindow),
            (Telemetry.ShortWindow, AlertLabels.ShortWindow));
        yield return Remembered(SeriesNames.ObjectiveRatio, objectives, $"max by (service, slo, objective) ({objectives})");
        yield return Remembered(
            SeriesNames.ObjectiveInfo,
            objectives,
            $"""
            topk by (service, slo, objective) (1, 1 + 0 * max by (service, slo, objective, window) ({objectives}))
            * on (service, slo) group_left (owner, tier)
            topk by (service, slo) (1, max by (service, slo, owner, tier) ({infos}))
            """);
        yield return Remembered(
            SeriesNames.BurnThreshold,
            objectives,
            $"""
            bottomk by (service, slo, objective, long) (1, max by (service, slo, objective, severity, long, short) ({thresholds}))
            * {Each} group_left (owner)
            {SeriesNames.ObjectiveInfo}
            """);
    }

    /// <summary>What is said now; of an SLO that says nothing now, what it said last, for as long as there are events of the last day. What an
    /// SLO does not say any more, such as the threshold of an alert that a new objective does not have, it takes back.</summary>
    private static RecordingRule Remembered(string name, string objectives, string now) => new(
        name,
        $"""
        {now}
        or
        (
          {name}
        and {Each}
          count_over_time({SeriesNames.HourTotal}[{PromQl.Duration(ServiceAlerts.Remembered)}:1h])
        unless on (service, slo)
          {objectives}
        )
        """,
        []);

    private static IEnumerable<RecordingRule> Recordings(SloSeries series, IReadOnlyList<int> windows) =>
    [
        .. SloRecordings.Events(series, BurnRatePolicy.Pairs.SelectMany(pair => new[] { pair.Long, pair.Short }).Distinct().Order()),
        // One rule for all windows: an objective has one of them.
        new(SeriesNames.WindowTotal, Any(windows, days => $"{series.TotalCount(TimeSpan.FromDays(days))}\nand {Each}\n{Info([days])}"), []),
        new(SeriesNames.WindowBad, Any(windows, days => $"{series.BadCount(TimeSpan.FromDays(days))}\nand {Each}\n{Info([days])}"), []),
        .. SloRecordings.Budget(series, $"(1 - {SeriesNames.ObjectiveRatio})"),
    ];

    private static IEnumerable<AlertingRule> Alerts(SloSeries series, IReadOnlyList<int> windows, ExportOptions options)
    {
        var text = new FleetText(options);
        foreach (var (longWindow, shortWindow, lasting) in BurnRatePolicy.Pairs)
        {
            yield return new(
                AlertNames.Burn, Burn(series, longWindow, shortWindow), lasting,
                [(AlertLabels.LongWindow, PromQl.Duration(longWindow)), (AlertLabels.ShortWindow, PromQl.Duration(shortWindow))], text.Burn);
        }

        yield return new(
            AlertNames.Exhausted,
            AlertConditions.Exhausted(series, $"{SeriesNames.BudgetRemaining} <= {Each} group_right () (0 * {Owned(SeriesNames.ObjectiveInfo)})"),
            AlertConditions.ExhaustedFor, FleetText.Ticket, text.Exhausted);

        // The window of the ticket depends on the objective's own, as BurnRatePolicy has it.
        yield return new(
            AlertNames.LowTraffic,
            Any(s_allWindows.GroupBy(days => BurnRatePolicy.LowTraffic(Objective.Availability(99m), days).Window), group => LowTraffic(series, group.Key, [.. group])),
            LowTrafficAlert.For, FleetText.Ticket, text.LowTraffic);
        yield return new(
            AlertNames.EventsAbsent, $"{Owned(SeriesNames.ObjectiveInfo)}\nunless {Each}\n{SeriesNames.EventsTotal}", AlertConditions.AbsentFor,
            FleetText.Ticket, text.Absent);
        yield return new(
            AlertNames.WindowNotServed, $"{Owned(SeriesNames.ObjectiveInfo)}\nunless {Each}\n{Info(windows)}", AlertConditions.AbsentFor, FleetText.Ticket,
            text.WindowNotServed);
        foreach (var (severity, compared) in new[] { (AlertSeverity.Page, "=~"), (AlertSeverity.Ticket, "!~") })
        {
            yield return new(
                AlertNames.ServiceAbsent, ServiceAbsent(series, compared), ServiceAlerts.AbsentFor, [(AlertLabels.Severity, severity.Name())],
                text.ServiceAbsent);
        }
    }

    private static string Any<T>(IEnumerable<T> items, Func<T, string> expression) => string.Join("\nor\n", items.Select(item => $"(\n{expression(item)}\n)"));

    private static string Burn(SloSeries series, TimeSpan longWindow, TimeSpan shortWindow)
    {
        var threshold = PromQl.Select(SeriesNames.BurnThreshold, (AlertLabels.LongWindow, PromQl.Duration(longWindow)));
        return AlertConditions.Burn(series, longWindow, Above(longWindow), Above(shortWindow));

        string Above(TimeSpan window) => $"{SeriesNames.ErrorRatio(window)} > {Each} group_right () {threshold}";
    }

    private static string LowTraffic(SloSeries series, TimeSpan window, IReadOnlyList<int> days)
    {
        // The millionth is far below a whole event and far above what a float64 makes of 1 / (1 - 0.999).
        var few = $"< {Each} clamp_min(ceil(1 / (1 - {SeriesNames.ObjectiveRatio}) - 0.000001), {PromQl.Number(LowTrafficAlert.AlwaysEnough)})";
        var budget = $"(1 - {SeriesNames.ObjectiveRatio}) * {Each} group_right () {Owned(Info(days))}";
        return AlertConditions.LowTraffic(series, window, few, $"> {Each} group_right () ({budget})");
    }

    /// <summary>Whose tier is what is compared. Where several teams share a service, the alert names none of them.</summary>
    private static string ServiceAbsent(SloSeries series, string compared)
    {
        var objectives = $$"""{{SeriesNames.ObjectiveInfo}}{{{Tier}}{{compared}}"critical|high"}""";
        var owners = $"max by (service, owner) ({objectives})";
        return
            $"""
            (
              ({owners} and on (service) (count by (service) ({owners}) == 1))
            or on (service)
              max by (service) ({objectives})
            )
            unless on (service)
            {series.Indicator.Reported}
            """;
    }

    /// <summary>The objectives with one of some windows.</summary>
    private static string Info(IReadOnlyList<int> days) =>
        $"{SeriesNames.ObjectiveInfo}{{{WindowDays}=~\"{string.Join("|", days.Select(day => day.ToString(CultureInfo.InvariantCulture)))}\"}}";

    /// <summary>Of what is known of an objective, only what alerts carry.</summary>
    private static string Owned(string info) => $"max without (tier, window) ({info})";
}
