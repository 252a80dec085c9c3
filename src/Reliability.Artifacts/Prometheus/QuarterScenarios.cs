using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Scenarios that take hours, evaluated every quarter of an hour: what is constant from the first event on shows in every
/// window at once, so a pair of windows is due after its <c>for</c>.</summary>
internal static class QuarterScenarios
{
    /// <summary>The time between two evaluations.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(Quarter);

    private const int Quarter = 15;

    // Enough for every guard, even though only a third of the time is looked at.
    private const decimal PerMinute = 60m;

    // A count of an hour is laid together from a few of its minutes, and Prometheus 2 and 3 do not agree on the ends of a window.
    private const decimal Roughly = 0.15m;

    private static readonly int[] s_longHours = [1, 6, 24, 72];

    public static IEnumerable<RuleTest> Of(IReadOnlyList<TestedObjective> objectives)
    {
        var first = objectives.Where(objective => objective.IsFirstOfItsKind).ToList();
        var rest = objectives.Where(objective => !objective.IsFirstOfItsKind).ToList();
        return new[]
        {
            Test("healthy, while a deployment and a new owner change labels", first, LabelsChange),
            Test("idle at first and after traffic: no NaN, and the budget is whole", first, Idle),
            Test("no series of errors yet", first, NoErrorSeries),
            Test("the series are gone", first, (objective, i) => Gone(objective, isFirst: objective == first.Find(one => one.Operation.Metric is null))),
            Test("three of few events are bad: a ticket", first, FewEvents),
            Test("an hour weighs as much as its events", first, Weights),
        }
        .Concat(s_longHours.Select(hours => Test($"a little faster than the alert over {hours} h allows", first, objective => Pace(objective, hours, isAbove: true))))
        .Concat(s_longHours.Select(hours => Test($"a little slower than the alert over {hours} h allows", first, objective => Pace(objective, hours, isAbove: false))))
        .Append(Test("measured: the same promise as another objective's", rest, Measured))
        .Where(test => test.Courses.Count > 0);
    }

    private static RuleTest Test(string name, IEnumerable<TestedObjective> objectives, Func<TestedObjective, TestCourse?> course) =>
        new(name, [.. objectives.Select(course).OfType<TestCourse>()]);

    private static RuleTest Test(string name, IEnumerable<TestedObjective> objectives, Func<TestedObjective, int, TestCourse?> course) =>
        new(name, [.. objectives.Select(course).OfType<TestCourse>()]);

    private static TestCourse LabelsChange(TestedObjective objective)
    {
        // Both are seen for a moment, as in any deployment.
        var before = new Timeline(new Stretch(29, PerMinute, 0m));
        var after = new Timeline(Stretch.Gone(20), new Stretch(25, PerMinute, 0m));
        return new(
            objective,
            [.. objective.Samples!.SelectMany(series => new[]
            {
                (series.Selector(Deployment("1", "orders")), series.Values(before)), (series.Selector(Deployment("2", "payments")), series.Values(after)),
            })],
            [
                new(At(2), $"count({objective.Recorded(SeriesNames.ErrorRatio(BurnRatePolicy.RateWindow))})", 1m),
                new(At(2), $"count({objective.Recorded(SeriesNames.BudgetRemaining)})", 1m),
                .. Whole(objective, At(3), PerMinute),
                .. Expectation.Recorded(objective, At(3), SeriesNames.ObjectiveRatio, objective.Objective.TargetRatio),
            ]);
    }

    private static IEnumerable<(string, string)> Deployment(string version, string owner) =>
        [("instance", "shop-" + version), ("service_version", version), (AlertLabels.Owner, owner), (MetricNames.Label(Telemetry.Owner), owner)];

    private static TestCourse Idle(TestedObjective objective) => objective.Course(
        new(new Stretch(Quarter, 0m, 0m), new Stretch(Quarter, PerMinute, 0m), new Stretch(2 * Quarter, 0m, 0m)),
        [.. Whole(objective, At(1), 0m), .. Whole(objective, At(4), 0m)]);

    private static TestCourse NoErrorSeries(TestedObjective objective)
    {
        var timeline = new Timeline(new Stretch(2 * Quarter, PerMinute, 0m));
        return new(
            objective,
            [.. objective.Samples!.Where(series => series.PerGood > 0).Select(series => (series.Selector(), series.Values(timeline)))],
            [.. Whole(objective, At(2), PerMinute), .. Expectation.Recorded(objective, At(2), SeriesNames.EventsBad, 0m)]);
    }

    private static TestCourse Gone(TestedObjective objective, bool isFirst) => objective.Course(
        new(new Stretch(Quarter, PerMinute, 0m)),
        [
            Expectation.Firing(objective, At(2), 0, Alert(AlertNames.EventsAbsent)),
            Expectation.Firing(objective, At(3), 1, Alert(AlertNames.EventsAbsent), Severity(AlertSeverity.Ticket)),
            new(At(3), $"count({objective.Recorded(SeriesNames.ErrorRatio(BurnRatePolicy.RateWindow))}) or vector(0)", 0m),
            .. isFirst ? ServiceGone(objective.Service) : [],
        ]);

    private static IEnumerable<Expectation> ServiceGone(ServiceIdentity service)
    {
        var firing = PromQl.Select(
            "ALERTS", ("alertstate", "firing"), Alert(AlertNames.ServiceAbsent), (AlertLabels.Service, service.Name));
        yield return new(At(1), $"count({firing}) or vector(0)", 0m);
        yield return new(At(3), $"count({firing}) or vector(0)", 1m);
    }

    private static TestCourse FewEvents(TestedObjective objective) => objective.Course(
        new(new Stretch(Quarter, 0m, 1m), new Stretch(2 * Quarter, 0m, 0m)),
        [
            // One event in the minute that is seen first; a quarter later its last minutes are, too.
            Expectation.Firing(objective, At(2), 0, Alert(AlertNames.LowTraffic)),
            Expectation.Firing(objective, At(3), 1, Alert(AlertNames.LowTraffic), Severity(AlertSeverity.Ticket)),
        ]);

    /// <summary>Three busy quarters in which a tenth is bad, then nine quiet ones: each window shows what it still holds.</summary>
    private static TestCourse Weights(TestedObjective objective)
    {
        var busy = new Stretch(3 * Quarter, 9 * PerMinute, PerMinute);
        var quiet = new Stretch(9 * Quarter, PerMinute, 0m);
        var windows = objective.Alerts.SelectMany(alert => new[] { alert.ShortWindow, alert.LongWindow }).Distinct().ToList();
        return objective.Course(
            new(busy, quiet),
            from at in new[] { At(5), At(9), At(12) }
            from recorded in windows.Select(window => (Series: SeriesNames.ErrorRatio(window), Window: window))
                .Append((Series: SeriesNames.WindowErrorRatio, Window: TimeSpan.FromDays(objective.Operation.Level.WindowDays)))
            from expected in Expectation.Recorded(objective, at, recorded.Series, ErrorRatio(objective, busy, quiet, at, recorded.Window), Roughly)
            select expected);
    }

    private static decimal ErrorRatio(TestedObjective objective, Stretch busy, Stretch quiet, TimeSpan at, TimeSpan window)
    {
        var seen = (int)Math.Min(at.TotalMinutes, window.TotalMinutes);
        var seenBusy = Math.Max(0, busy.Minutes - ((int)at.TotalMinutes - seen));
        var good = (busy.Good * seenBusy) + (quiet.Good * (seen - seenBusy));
        return new ErrorBudget(objective.Objective, Good: (long)good, Bad: (long)(busy.Bad * seenBusy)).ErrorRatio;
    }

    /// <summary>A constant share of bad events beside the threshold of one alert, but not beyond the threshold of the next.</summary>
    private static TestCourse? Pace(TestedObjective objective, int longHours, bool isAbove)
    {
        var alerts = objective.Alerts.ToList();
        var i = alerts.FindIndex(alert => alert.LongWindow == TimeSpan.FromHours(longHours));
        if (i < 0)
            return null;

        var threshold = alerts[i].Threshold(objective.Objective);
        var beyond = isAbove
            ? i == 0 ? 1m : alerts[i - 1].Threshold(objective.Objective)
            : i == alerts.Count - 1 ? 0m : alerts[i + 1].Threshold(objective.Objective);
        var ratio = isAbove ? Math.Min(threshold * 1.05m, (threshold + beyond) / 2m) : Math.Max(threshold * 0.95m, (threshold + beyond) / 2m);
        var due = Due(alerts[i].For);
        return objective.Course(
            new(new Stretch((int)due.TotalMinutes, PerMinute * (1m - ratio) / ratio, PerMinute)),
            [
                .. Fires(objective, alerts[i], due, isAbove),
                Expectation.Firing(
                    objective, due, alerts.Count(alert => alert.Threshold(objective.Objective) < ratio && Due(alert.For) <= due), Alert(AlertNames.Burn)),
                Expectation.Firing(objective, due, ratio > objective.Objective.BudgetRatio ? 1 : 0, Alert(AlertNames.Exhausted)),
                Expectation.Firing(objective, due, 0, Alert(AlertNames.LowTraffic)),
                .. new[] { alerts[i].ShortWindow, alerts[i].LongWindow }.SelectMany(window =>
                    Expectation.Recorded(objective, due, SeriesNames.ErrorRatio(window), ratio)),
                .. Expectation.Recorded(objective, due, SeriesNames.BudgetRemaining, 1m - (ratio / objective.Objective.BudgetRatio)),
            ]);
    }

    private static IEnumerable<Expectation> Fires(TestedObjective objective, BurnRateAlert alert, TimeSpan due, bool isAbove)
    {
        (string, string)[] labels =
        [
            Alert(AlertNames.Burn), Severity(alert.Severity), (AlertLabels.LongWindow, PromQl.Duration(alert.LongWindow)),
            (AlertLabels.ShortWindow, PromQl.Duration(alert.ShortWindow)),
        ];
        if (isAbove)
            yield return Expectation.Firing(objective, due - Step, 0, labels);

        yield return Expectation.Firing(objective, due, isAbove ? 1 : 0, labels);
    }

    /// <summary>The first evaluation that sees events finds the condition true; this one finds that it was true for long enough.</summary>
    private static TimeSpan Due(TimeSpan alertFor) => At(1 + (int)Math.Ceiling(alertFor / Step));

    private static TestCourse Measured(TestedObjective objective) => objective.Course(
        new(new Stretch(Quarter, 3 * PerMinute, PerMinute)),
        [
            .. Expectation.Recorded(objective, At(1), SeriesNames.EventsTotal, 4 * PerMinute / 60m),
            .. Expectation.Recorded(objective, At(1), SeriesNames.ErrorRatio(BurnRatePolicy.LongestExact), 0.25m),
            .. Expectation.Recorded(objective, At(1), SeriesNames.BudgetRemaining, 1m - (0.25m / objective.Objective.BudgetRatio)),
        ]);

    /// <summary>Nothing was bad, and nobody is told anything.</summary>
    private static IEnumerable<Expectation> Whole(TestedObjective objective, TimeSpan at, decimal perMinute) =>
    [
        .. Expectation.Recorded(objective, at, SeriesNames.EventsTotal, perMinute / 60m),
        .. Expectation.Recorded(objective, at, SeriesNames.ErrorRatio(BurnRatePolicy.RateWindow), 0m),
        .. Expectation.Recorded(objective, at, SeriesNames.ErrorRatio(BurnRatePolicy.LongestExact), 0m),
        .. Expectation.Recorded(objective, at, SeriesNames.BudgetRemaining, 1m),
        Expectation.Firing(objective, at, 0),
    ];

    private static (string, string) Alert(string name) => ("alertname", name);

    private static (string, string) Severity(AlertSeverity severity) => (AlertLabels.Severity, severity.Name());

    private static TimeSpan At(int quarters) => quarters * Step;
}
