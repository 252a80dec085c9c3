using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Reliability.Artifacts.Grafana;
using Reliability.Artifacts.Tests.References;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Grafana;

public sealed partial class GrafanaExporterTests
{
    [Fact]
    public void Each_service_has_a_dashboard_where_its_alerts_lead_to_and_all_have_one()
    {
        var files = GrafanaExporter.Export(Exports.Services, new());
        Assert.Equal(["checkout.json", "search.json", "gateway.json", "_fleet.json"], files.Select(file => file.Name));
        Assert.Equal(
            [DashboardLinks.Uid("checkout"), DashboardLinks.Uid("search"), DashboardLinks.Uid("gateway"), DashboardLinks.Fleet],
            files.Select(file => Read(file).GetProperty("uid").GetString()));
    }

    [Fact]
    public void The_same_promises_give_the_same_bytes_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = GrafanaExporter.Export(Exports.Services, new());
        try
        {
            CultureInfo.CurrentCulture = new("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "−" } };
            Assert.Equal(expected, GrafanaExporter.Export(Exports.Services, new()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void No_two_panels_have_one_place_or_one_number() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                var panels = GrafanaJson.Panels(Read(GrafanaExporter.Export([manifest], new())[0])).ToList();
                Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());

                // What is folded has places of its own, below its row.
                var taken = new HashSet<(int, int)>();
                foreach (var place in panels.Where(panel => !IsFolded(panels, panel)).Select(panel => panel.GetProperty("gridPos")))
                {
                    var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
                    Assert.InRange(x + place.GetProperty("w").GetInt32(), 1, 24);
                    for (var i = 0; i < place.GetProperty("w").GetInt32(); i++)
                    {
                        for (var j = 0; j < place.GetProperty("h").GetInt32(); j++)
                            Assert.True(taken.Add((x + i, y + j)), $"two panels at {x + i}, {y + j}");
                    }
                }
            },
            iter: 50);

    [Fact]
    public void The_coloured_area_of_a_chart_begins_where_the_alert_does()
    {
        var level = Samples.PlaceOrder.Level;
        var charts = GrafanaJson.Panels(Read(GrafanaExporter.Export([Samples.Checkout], new())[0]))
            .Where(panel => PairTitle().IsMatch(panel.GetProperty("title").GetString()!)).ToList();
        var alerts = BurnRatePolicy.Alerts(level.Objectives[0], level.WindowDays);

        Assert.Equal(
            alerts.Select(alert => alert.Threshold(level.Objectives[0])),
            charts.Select(chart => chart.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("thresholds").GetProperty("steps")[1].GetProperty("value").GetDecimal()));
        Assert.Equal(
            ["Page: 1h and 5m both above 1.44 %", "Page: 6h and 30m both above 0.6 %", "Ticket: 1d and 2h both above 0.3 %", "Ticket: 3d and 6h both above 0.1 %"],
            charts.Select(chart => chart.GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Many_objectives_are_folded(int objectives, bool folded)
    {
        var many = Samples.Checkout with
        {
            Operations = Enumerable.Range(1, objectives).Select(i => Samples.PlaceOrder with { Name = $"operation-{i}" }).ToEquatableArray(),
        };
        var rows = Read(GrafanaExporter.Export([many], new())[0]).GetProperty("panels").EnumerateArray()
            .Where(panel => panel.GetProperty("type").GetString() == "row").Skip(1).ToList();

        Assert.Equal(objectives, rows.Count);
        Assert.All(rows, row => Assert.Equal(folded, row.GetProperty("collapsed").GetBoolean()));
        Assert.All(rows, row => Assert.Equal(folded, row.GetProperty("panels").GetArrayLength() > 0));
    }

    [Fact]
    public void Nothing_that_people_wrote_is_replaced_by_Grafana() =>
        Samples.HostileManifest.Sample(
            manifest => Assert.All(GrafanaExporter.Export([manifest], new()), file =>
            {
                var replaced = Texts(Read(file)).SelectMany(text => GrafanaVariable().Matches(text)).Select(match => match.Value).Distinct();
                Assert.Subset(
                    new HashSet<string>
                    {
                        "${datasource}", "$slo", "$objective", "$service", "$__all", "${__data.fields.dashboard}", "${__value.raw:percentencode}",
                        "${__url_time_range}",
                    },
                    replaced.ToHashSet());
            }),
            iter: 200);

    [Fact]
    public void Names_come_back_from_the_queries_as_they_went_in() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                var slos = GrafanaJson.Queries(Read(GrafanaExporter.Export([manifest], new())[0]))
                    .SelectMany(query => Selectors(PromQlParser.Parse(GrafanaJson.Everything(query))))
                    .SelectMany(selector => selector.Matchers)
                    .Where(matcher => matcher is { Label: "slo", Operator: "=" }).Select(matcher => matcher.Value);
                Assert.Equal(manifest.Operations.Select(operation => operation.Name).ToHashSet(), slos.ToHashSet());
            },
            iter: 100);

    [Fact]
    public void What_is_not_known_is_not_shown_as_zero()
    {
        foreach (var panel in GrafanaExporter.Export(Exports.Services, new()).SelectMany(file => GrafanaJson.Panels(Read(file))))
        {
            if (panel.GetProperty("type").GetString() is "stat" or "table")
                Assert.NotEqual("", panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("noValue").GetString());
        }
    }

    [Fact]
    public void Nothing_but_what_rules_record_is_read() =>
        Assert.All(
            GrafanaExporter.Export(Exports.Services, new()).SelectMany(file => GrafanaJson.Queries(Read(file))).SelectMany(query => Selectors(PromQlParser.Parse(query))),
            selector => Assert.True(selector.Name == "ALERTS" || selector.Name.StartsWith("slo:", StringComparison.Ordinal), selector.Name));

    private static IEnumerable<Selector> Selectors(PromQlNode node) => node switch
    {
        Selector selector => [selector],
        Call call => call.Arguments.SelectMany(Selectors),
        Aggregate aggregate => aggregate.Arguments.SelectMany(Selectors),
        Binary binary => Selectors(binary.Left).Concat(Selectors(binary.Right)),
        _ => [],
    };

    private static bool IsFolded(List<JsonElement> panels, JsonElement panel) => panels.Any(row =>
        GrafanaJson.Array(row, "panels").Any(folded => folded.GetProperty("id").GetInt32() == panel.GetProperty("id").GetInt32()));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        _ => [],
    };

    private static JsonElement Read(ArtifactFile file) => JsonDocument.Parse(file.Content).RootElement;

    // Grafana's own expression (packages/grafana-data, utils/variables), in the dialect of browsers.
    [GeneratedRegex(@"\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\${(\w+)(?:\.([^:^\}]+))?(?::([^\}]+))?}", RegexOptions.ECMAScript)]
    private static partial Regex GrafanaVariable();

    [GeneratedRegex("^(Page|Ticket): ")]
    private static partial Regex PairTitle();
}
