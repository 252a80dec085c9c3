using System.Globalization;
using System.Text.RegularExpressions;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>What the model says of the time until an alert fires is what Prometheus does, for every alert of a grid of objectives, windows
/// and error ratios: not an evaluation earlier, not one later, and never where it says never.</summary>
public sealed class DetectionTimeTests : IDisposable
{
    private const decimal EventsPerMinute = 6000m;

    private static readonly decimal[] s_objectives = [50m, 80m, 90m, 95m, 99m, 99.5m, 99.9m, 99.99m];
    private static readonly int[] s_windows = [1, 3, 7, 14, 28, 30, 60, 90];
    private static readonly decimal[] s_errorRatios = [1m, 0.5m, 0.1m, 0.02m, 0.005m, 0.001m];

    private readonly TemporaryDirectory _directory;

    public DetectionTimeTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>The fleet's rules, which look at many cases at once. A pair that looks back for days is evaluated less often, and not in
    /// every case: the whole grid passes, and takes minutes.</summary>
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(6, 3, 1)]
    [InlineData(24, 5, 5)]
    [InlineData(72, 5, 6)]
    public void Every_alert_of_the_grid_fires_when_the_model_says(int longHours, int minutes, int each)
    {
        var cases = Grid(longHours).Where((_, i) => i % each == 0).ToList();
        Assert.NotEmpty(cases);
        var rules = Needed(FleetExporter.Group(new(), FleetExporter.DefaultWindows), cases[0].Alert);

        // promtool lets no query load more than ten thousand samples.
        Test([.. cases.Chunk(70)], RuleFileWriter.Write("", [rules]), TimeSpan.FromMinutes(minutes), isFleet: true);
    }

    /// <summary>The rules of a service, once a minute as in a real Prometheus: of every pair some cases.</summary>
    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(6, 40, 1)]
    [InlineData(24, 60, 5)]
    public void Alerts_of_a_service_fire_when_the_model_says(int longHours, int each, int minutes)
    {
        var cases = Grid(longHours).Where((_, i) => i % each == 0).ToList();
        var service = new ServiceManifest
        {
            Service = new() { Name = "grid" }, Operations = cases.Select(one => one.Operation).ToEquatableArray(),
        };
        var groups = PrometheusExporter.Groups(service, new()).Zip(cases, (group, one) => Needed(group, one.Alert));
        Test([cases], RuleFileWriter.Write("", groups), TimeSpan.FromMinutes(minutes), isFleet: false);
    }

    /// <summary>Every alert once: windows of 7, 14 and 28 days share theirs. Of the error ratios at which it never fires, the
    /// largest.</summary>
    private static IEnumerable<Case> Grid(int longHours) =>
        from target in s_objectives
        from one in (from days in s_windows
                     from alert in BurnRatePolicy.Alerts(Objective.Availability(target), days)
                     where alert.LongWindow == TimeSpan.FromHours(longHours)
                     select (days, alert)).DistinctBy(one => one.alert)
        let objective = Objective.Availability(target)
        let never = s_errorRatios.Where(errorRatio => one.alert.TimeToFire(objective, errorRatio) is null).Take(1)
        from errorRatio in s_errorRatios.Where(errorRatio => one.alert.TimeToFire(objective, errorRatio) is not null).Concat(never)
        select new Case(objective, one.days, one.alert, errorRatio);

    /// <summary>The alert and what it reads: the rest of the rules would only take time.</summary>
    private static RuleGroup Needed(RuleGroup group, BurnRateAlert alert)
    {
        var rules = new HashSet<Rule>
        {
            group.Rules.OfType<AlertingRule>().Single(rule =>
                rule.Name == AlertNames.Burn && Reads(rule, SeriesNames.ErrorRatio(alert.LongWindow)) && Reads(rule, SeriesNames.ErrorRatio(alert.ShortWindow))),
        };
        for (var count = 0; count != rules.Count;)
        {
            count = rules.Count;
            rules.UnionWith(group.Rules.OfType<RecordingRule>().Where(recorded => rules.Any(rule => Reads(rule, recorded.Name))).ToList());
        }

        return new(group.Name, [.. group.Rules.Where(rules.Contains)]);
    }

    private static bool Reads(Rule rule, string series) => Regex.IsMatch(rule.Expression, Regex.Escape(series) + "(?![a-z0-9_])");

    private void Test(IReadOnlyList<IReadOnlyList<Case>> tests, string rules, TimeSpan interval, bool isFleet)
    {
        _directory.Write("rules.yml", rules);
        _directory.Write("test.yml", string.Create(CultureInfo.InvariantCulture, $"""
            rule_files: [rules.yml]
            evaluation_interval: {interval.TotalMinutes}m
            tests:
            {string.Join("\n", tests.Select(cases => $"""
            - interval: 1m
              input_series:
            {string.Join("\n", cases.SelectMany(one => one.Series(isFleet)))}
              promql_expr_test:
            {string.Join("\n", cases.SelectMany(one => one.Expected((int)interval.TotalMinutes)))}
            """))}

            """));
        var failure = Promtool.Failure(_directory, "test.yml");
        Assert.True(failure is null, failure);
    }

    private sealed record Case(Objective Objective, int WindowDays, BurnRateAlert Alert, decimal ErrorRatio)
    {
        private int Long => (int)Alert.LongWindow.TotalMinutes;

        // From then on nothing changes any more.
        private int End => Long + Long + (int)Alert.For.TotalMinutes + 60;

        private string Slo => string.Create(CultureInfo.InvariantCulture, $"{Objective.Target} % over {WindowDays} d, {ErrorRatio} bad");

        public Operation Operation => new()
        {
            Name = Slo, Layer = OperationLayer.Method, Level = new() { Objectives = EquatableArray.Of(Objective), WindowDays = WindowDays },
        };

        public IEnumerable<string> Series(bool isFleet)
        {
            var good = EventsPerMinute * (1m - ErrorRatio);
            var bad = EventsPerMinute * ErrorRatio;
            var healthy = EventsPerMinute * Long;
            yield return One("reliability_slo_events_total", ",reliability_outcome=\"good\"", $"0+{EventsPerMinute}x{Long} {healthy + good}+{good}x{End - Long - 1}");
            yield return One("reliability_slo_events_total", ",reliability_outcome=\"bad\"", $"0x{Long} {bad}+{bad}x{End - Long - 1}");
            if (!isFleet)
                yield break;

            yield return One("reliability_slo_objective", $",reliability_window_days=\"{WindowDays}\"", $"{Objective.TargetRatio}x{End}");
            yield return One("reliability_slo_info", $",reliability_window_days=\"{WindowDays}\"", $"1x{End}");
            yield return One(
                "reliability_slo_burn_threshold",
                $",reliability_severity=\"{Alert.Severity.Name()}\",reliability_window_long=\"{PromQl.Duration(Alert.LongWindow)}\",reliability_window_short=\"{PromQl.Duration(Alert.ShortWindow)}\"",
                $"{Alert.Threshold(Objective)}x{End}");
        }

        public IEnumerable<string> Expected(int interval)
        {
            if (Alert.TimeToFire(Objective, ErrorRatio)?.Ticks / (decimal)TimeSpan.TicksPerMinute is not { } minutes)
            {
                yield return Fires(End, 0);
                yield break;
            }

            // Evaluations are at whole intervals, and so is the beginning.
            var evaluations = minutes / interval;
            yield return Fires(Long + (interval * ((int)decimal.Floor(evaluations) - 1)), 0);
            yield return Fires(Long + (interval * ((int)decimal.Ceiling(evaluations) + 1)), 1);
        }

        private string Fires(int minute, int count) => string.Create(
            CultureInfo.InvariantCulture,
            $"  - {{expr: 'count(ALERTS{{alertstate=\"firing\",alertname=\"SloErrorBudgetBurn\",slo=\"{Slo}\",severity=\"{Alert.Severity.Name()}\"}}) or vector(0)', eval_time: {minute}m, exp_samples: [{{labels: '{{}}', value: {count}}}]}}");

        private string One(string metric, string more, FormattableString values) =>
            $"  - {{series: '{metric}{{reliability_service=\"grid\",reliability_slo=\"{Slo}\",reliability_objective=\"availability\"{more}}}', values: '{values.ToString(CultureInfo.InvariantCulture)}'}}";
    }
}
