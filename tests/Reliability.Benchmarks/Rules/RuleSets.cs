using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Benchmarks.Rules;

/// <summary>The rules that are compared, for the same SLOs, windows and factors.</summary>
internal static class RuleSets
{
    private static readonly string[] s_windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];
    private static readonly (string Long, string Short, string Threshold)[] s_pairs = [("1h", "5m", "0.0144"), ("6h", "30m", "0.006"), ("1d", "2h", "0.003"), ("3d", "6h", "0.001")];

    public static IEnumerable<(string Name, IReadOnlyList<string> Expressions)> Of(int slos)
    {
        var names = Enumerable.Range(0, slos).Select(History.Slo).ToList();
        yield return ("workbook: each window from the raw counters, no budget", [.. names.SelectMany(Workbook)]);
        yield return ("sloth: the same, and the budget as a mean of ratios", [.. names.SelectMany(slo => Workbook(slo).Append(MeanOfRatios(slo)))]);
        yield return ("ours, a file for each service", [.. Ours(names).Select(rule => rule.Expression)]);
        yield return ("ours, without budgets", [.. Ours(names).Where(rule => !IsBudget(rule)).Select(rule => rule.Expression)]);
        yield return ("ours, one file for the fleet, windows of 30 days", [.. FleetExporter.Group(new(), [30]).Rules.Select(rule => rule.Expression)]);
        yield return ("ours, one file for the fleet, all windows", [.. FleetExporter.Group(new(), FleetExporter.DefaultWindows).Rules.Select(rule => rule.Expression)]);
    }

    private static IEnumerable<Rule> Ours(List<string> slos)
    {
        var manifest = new ServiceManifest
        {
            Service = new() { Name = History.Service },
            Operations = slos.Select(slo => new Operation
            {
                Name = slo, Layer = OperationLayer.Method, Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m)) },
            }).ToEquatableArray(),
        };
        return PrometheusExporter.Groups(manifest, new()).SelectMany(group => group.Rules);
    }

    private static bool IsBudget(Rule rule) => rule switch
    {
        RecordingRule record => record.Name is SeriesNames.WindowTotal or SeriesNames.WindowBad or SeriesNames.WindowErrorRatio or SeriesNames.BudgetRemaining,
        AlertingRule alert => alert.Name == AlertNames.Exhausted,
        _ => false,
    };

    private static IEnumerable<string> Workbook(string slo)
    {
        foreach (var window in s_windows)
            yield return $"sum(rate({Raw(slo)},reliability_outcome=\"bad\"}}[{window}])) / sum(rate({Raw(slo)}}}[{window}]))";

        foreach (var (longWindow, shortWindow, threshold) in s_pairs)
            yield return $"{Ratio(slo, longWindow)} > {threshold} and {Ratio(slo, shortWindow)} > {threshold}";
    }

    private static string MeanOfRatios(string slo) => $"sum_over_time({Ratio(slo, "5m")}[30d]) / count_over_time({Ratio(slo, "5m")}[30d])";

    private static string Ratio(string slo, string window) => $"{History.WorkbookRatio}{window}{{slo=\"{slo}\"}}";

    private static string Raw(string slo) => $"{History.Events}{{reliability_service=\"{History.Service}\",reliability_slo=\"{slo}\",reliability_objective=\"availability\"";
}
