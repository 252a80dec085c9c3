using System.Globalization;
using CsCheck;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>Where the rules of the SRE workbook, as sloth writes them, have a verdict on steady traffic, ours is the same. They have one
/// where something happens (their denominators are not 0), where they do not alert inside the budget (a factor below 1, as sloth's
/// slowest for 28 days), where they can fire at all (a threshold that an outage reaches), and from two bad events on.</summary>
public sealed class WorkbookAgreementTests : IDisposable
{
    // The slowest pair must last for three hours.
    private const int Minutes = 200;

    private static readonly (AlertSeverity Severity, string Short, string Long, decimal In30Days, decimal In28Days)[] s_pairs =
    [
        (AlertSeverity.Page, "5m", "1h", 14.4m, 13.44m), (AlertSeverity.Page, "30m", "6h", 6m, 5.6m), (AlertSeverity.Ticket, "2h", "1d", 3m, 2.8m),
        (AlertSeverity.Ticket, "6h", "3d", 1m, 0.93333m),
    ];

    // The error ratio relative to the budget: around the factors, and far from them. Bad events a minute: two in ten minutes or more.
    private static readonly Gen<Service[]> s_services = Gen.Select(
        Gen.OneOf(50m, 80m, 90m, 95m, 99m, 99.5m, 99.9m, 99.99m), Gen.OneOf(28, 30), Gen.Int[10, 2500], Gen.OneOf(0.2m, 1m, 7.5m, 600m),
        (target, days, pace, bad) => new Service(Objective.Availability(target), days, Math.Min(1m, pace / 100m * (1m - (target / 100m))), bad)).Array[40];

    private readonly TemporaryDirectory _directory;

    public WorkbookAgreementTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Verdicts_are_those_of_the_workbook_where_it_has_any() => s_services.Sample(
        services =>
        {
            var compared = (from i in Enumerable.Range(0, services.Length) from pair in s_pairs where services[i].IsDefined(pair) select (i, pair)).ToList();

            // The comparison is about something: the workbook's rules fire as often as their arithmetic says, and not always.
            var firing = compared.Where(one => services[one.i].ErrorRatio > services[one.i].Threshold(one.pair)).ToList();
            Assert.InRange(firing.Count, 1, compared.Count - 1);

            _directory.Write("workbook.yml", Workbook(services));
            Promtool.Test(_directory, Ours(services), string.Create(CultureInfo.InvariantCulture, $"""
                tests:
                - interval: 1m
                  input_series:
                {string.Join("\n", services.SelectMany((service, i) => service.Series(i)))}
                  promql_expr_test:
                  - {One($"count(ALERTS{{alertname=\"Workbook\",alertstate=\"firing\",defined=\"true\"}}) or vector(0)", firing.Count)}
                {string.Join("\n", compared.Select(one => "  - " + One($"({Firing("SloErrorBudgetBurn", one.i, one.pair)}) - ({Firing("Workbook", one.i, one.pair)})", 0)))}

                """), TimeSpan.FromMinutes(5), "workbook.yml");
        },
        iter: 1, threads: 1);

    private static string Firing(string alert, int i, (AlertSeverity Severity, string Short, string Long, decimal, decimal) pair) =>
        $"count(ALERTS{{alertname=\"{alert}\",alertstate=\"firing\",slo=\"{i}\",severity=\"{pair.Severity.Name()}\",long=\"{pair.Long}\",short=\"{pair.Short}\"}}) or vector(0)";

    private static string One(string expression, int value) =>
        $"{{expr: '{expression}', eval_time: {Minutes}m, exp_samples: [{{labels: '{{}}', value: {value.ToString(CultureInfo.InvariantCulture)}}}]}}";

    private static ArtifactFile Ours(IReadOnlyList<Service> services) => Samples.Rules(new()
    {
        Service = new() { Name = "steady" },
        Operations = services.Select((service, i) => new Operation
        {
            Name = i.ToString(CultureInfo.InvariantCulture),
            Layer = OperationLayer.Method,
            Level = new() { Objectives = EquatableArray.Of(service.Objective), WindowDays = service.WindowDays },
        }).ToEquatableArray(),
    });

    /// <summary>As sloth has it: ratios of raw rates over each window, a constant factor for each pair, no guard and no time to last.</summary>
    private static string Workbook(IReadOnlyList<Service> services) => "groups:\n" + string.Concat(services.Select((service, i) => $"""
        - name: workbook-{i}
          rules:
        {string.Join("\n", new[] { "5m", "30m", "1h", "2h", "6h", "1d", "3d" }.Select(window => $"""
              - record: workbook:ratio_rate{window}
                expr: sum(rate({Service.Raw(i, "bad")}[{window}])) / sum(rate({Service.Raw(i)}[{window}]))
                labels: {Labels(i)}
            """))}
        {string.Join("\n", s_pairs.Select(pair => $"""
              - alert: Workbook
                expr: max(workbook:ratio_rate{pair.Short}{Selector(i)}) > {Number(service.Threshold(pair))} and max(workbook:ratio_rate{pair.Long}{Selector(i)}) > {Number(service.Threshold(pair))}
                labels: {Labels(i).TrimEnd('}')}, severity: {pair.Severity.Name()}, short: {pair.Short}, long: {pair.Long}, defined: "{(service.IsDefined(pair) ? "true" : "false")}"{Close}
            """))}

        """));

    private const string Close = "}";

    private static string Labels(int i) => $"{{slo: \"{i.ToString(CultureInfo.InvariantCulture)}\"}}";

    private static string Selector(int i) => $"{{slo=\"{i.ToString(CultureInfo.InvariantCulture)}\"}}";

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Service(Objective Objective, int WindowDays, decimal ErrorRatio, decimal BadPerMinute)
    {
        public decimal Threshold((AlertSeverity, string, string, decimal In30Days, decimal In28Days) pair) => Factor(pair) * Objective.BudgetRatio;

        public bool IsDefined((AlertSeverity, string, string, decimal In30Days, decimal In28Days) pair) =>
            Factor(pair) >= 1m && Threshold(pair) < BurnRatePolicy.ReachableErrorRatio && Math.Abs((ErrorRatio / Threshold(pair)) - 1m) > 0.001m;

        public IEnumerable<string> Series(int i)
        {
            var good = BadPerMinute * (1m - ErrorRatio) / ErrorRatio;
            yield return $"  - {{series: '{Raw(i, "bad")}', values: '0+{Number(BadPerMinute)}x{Minutes}'}}";
            yield return $"  - {{series: '{Raw(i, "good")}', values: '0+{Number(good)}x{Minutes}'}}";
        }

        public static string Raw(int i, string? outcome = null) =>
            $"reliability_slo_events_total{{reliability_service=\"steady\",reliability_slo=\"{i.ToString(CultureInfo.InvariantCulture)}\",reliability_objective=\"availability\"{(outcome is null ? "" : $",reliability_outcome=\"{outcome}\"")}}}";

        private decimal Factor((AlertSeverity, string, string, decimal In30Days, decimal In28Days) pair) => WindowDays == 30 ? pair.In30Days : pair.In28Days;
    }
}
