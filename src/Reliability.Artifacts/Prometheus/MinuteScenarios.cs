using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Scenarios in which a minute counts, evaluated every minute.</summary>
internal static class MinuteScenarios
{
    /// <summary>The time between two evaluations.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private const decimal PerMinute = 60m;

    private const int Hour = 60;
    private const int Ten = 10;

    // The short window, and what an evaluation may come too late.
    private const int Over = 7;

    public static IEnumerable<RuleTest> Of(IReadOnlyList<TestedObjective> objectives)
    {
        var first = objectives.Where(objective => objective.IsFirstOfItsKind).ToList();
        return new RuleTest[]
        {
            new("a complete outage pages at the minute that the model predicts, and no longer when it is over", [.. first.Select(Outage).OfType<TestCourse>()]),
            new("one failure and nothing else wakes nobody", [.. first.Select(OneFailure)]),
        }
        .Where(test => test.Courses.Count > 0);
    }

    private static TestCourse? Outage(TestedObjective objective)
    {
        var page = objective.Alerts.FirstOrDefault(alert => alert.Severity == AlertSeverity.Page && alert.LongWindow == TimeSpan.FromMinutes(Hour));
        if (page?.TimeToFire(objective.Objective, errorRatio: 1m) is not { } predicted)
            return null;

        var (notYet, fires) = Evaluations((predicted - page.For).Ticks / (decimal)TimeSpan.TicksPerMinute);
        var before = Before(page.Threshold(objective.Objective));
        var wakes = fires + (int)page.For.TotalMinutes;
        (string, string)[] labels =
        [
            ("alertname", AlertNames.Burn), (AlertLabels.Severity, AlertSeverity.Page.Name()), (AlertLabels.LongWindow, PromQl.Duration(page.LongWindow)),
        ];
        return objective.Course(
            new(new Stretch(before, PerMinute, 0m), new Stretch(wakes, 0m, PerMinute), new Stretch(Over, PerMinute, 0m)),
            [
                Expectation.Firing(objective, At(before + notYet + (int)page.For.TotalMinutes), 0, labels),
                Expectation.Firing(objective, At(before + wakes), 1, labels),
                Expectation.Firing(objective, At(before + wakes + Over), 0, labels),
            ]);
    }

    /// <summary>The last minute of an outage at which its pair of windows is not yet above the threshold, and the first at which it
    /// is. One sample a minute shows the hour as sixty intervals; to Prometheus 3, which leaves out the first sample, as
    /// fifty-nine. Where the two differ, either is right.</summary>
    private static (int NotYet, int Fires) Evaluations(decimal minutes)
    {
        var sixty = (int)decimal.Floor(minutes) + 1;
        var fiftyNine = (int)decimal.Ceiling(minutes * (Hour - 1) / Hour);
        return (Math.Min(sixty, fiftyNine) - 1, sixty);
    }

    /// <summary>How many healthy minutes come first. The model speaks of a window that is full of them; but where one minute of an
    /// outage is above the threshold anyway, ten minutes of health say the same, and every minute costs an evaluation of all rules.</summary>
    private static int Before(decimal threshold) =>
        Enumerable.Range(1, Hour / Ten).Select(tens => tens * Ten)
            .First(before => before == Hour || new[] { Hour, Hour - 1 }.All(full => First(threshold, before, full) == First(threshold, Hour, full)));

    /// <summary>The first minute of an outage at which more than the threshold of the window is bad.</summary>
    private static int First(decimal threshold, int before, int full) =>
        Enumerable.Range(1, Hour).First(minute => minute == Hour || minute > threshold * Math.Min(full, before + minute));

    private static TestCourse OneFailure(TestedObjective objective)
    {
        const int When = 3;
        var wakes = When + 2;
        return objective.Course(
            new(new Stretch(When - 1, 0m, 0m), new Stretch(1, 0m, 1m), new Stretch(wakes - When + 1, 0m, 0m)),
            [
                // The ratio alone would have woken somebody.
                .. Expectation.Recorded(objective, At(wakes), SeriesNames.ErrorRatio(BurnRatePolicy.RateWindow), 1m),
                Expectation.Firing(objective, At(wakes), 0),
                Expectation.Firing(objective, At(wakes + 1), 0),
            ]);
    }

    private static TimeSpan At(int minutes) => minutes * Step;
}
