using System.Globalization;
using System.Text;
using System.Text.Json;
using Reliability.Artifacts.Grafana;
using Reliability.Artifacts.Tests.References;

namespace Reliability.Artifacts.Tests.Grafana;

/// <summary>Grafana's own TypeScript types, as its frontend is compiled with, against what we write. Needs node and a registry of
/// packages; without them it is skipped, and the schemas remain.</summary>
[Trait("Duration", "Long")]
public sealed class GrafanaTypesTests : IDisposable
{
    private const string Header = """
        import type { Dashboard, GraphFieldConfig, TableFieldOptions } from '@grafana/schema';
        import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
        import type { Options as TextOptions } from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
        import type { Options as TableOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
        import type { Options as TimeSeriesOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
        import type { Options as StateTimelineOptions, FieldConfig as StateTimelineFieldConfig }
          from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';

        // JSON holds the values of enumerations, not their names.
        type Json<T> = unknown extends T ? T : T extends string ? `${T}` : T extends number | boolean | null | undefined ? T
          : T extends (infer I)[] ? Json<I>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

        """;

    private static readonly Dictionary<string, (string Options, string? Custom)> s_types = new(StringComparer.Ordinal)
    {
        ["stat"] = ("StatOptions", null),
        ["text"] = ("TextOptions", null),
        ["table"] = ("TableOptions", "TableFieldOptions"),
        ["timeseries"] = ("TimeSeriesOptions", "GraphFieldConfig"),
        ["state-timeline"] = ("StateTimelineOptions", "StateTimelineFieldConfig"),
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Dashboards_have_the_types_of_Grafana_and_faults_have_not()
    {
        Install();
        var dashboards = GrafanaExporter.Export(Exports.Services, new());
        var (exitCode, output) = Compile(dashboards.Select(file => file.Content));
        Assert.True(exitCode == 0, output);

        foreach (var (right, wrong, finding) in new[]
        {
            ("\"schemaVersion\": 39", "\"schemaVersion\": \"39\"", "not assignable to type 'number'"),
            ("\"refresh\": \"1m\"", "\"refreshing\": \"1m\"", "refreshing"),
            ("\"colorMode\": \"value\"", "\"colorMode\": \"values\"", "\"values\""),
            ("\"cellHeight\": \"sm\"", "\"cellHeights\": \"sm\"", "cellHeights"),
            ("\"thresholdsStyle\"", "\"thresholdStyle\"", "thresholdStyle"),
            ("\"rowHeight\": 0.9", "\"rowHeight\": \"0.9\"", "not assignable to type 'number'"),
        })
        {
            Assert.Contains(right, dashboards[0].Content, StringComparison.Ordinal);
            var (code, errors) = Compile([dashboards[0].Content.Replace(right, wrong, StringComparison.Ordinal)]);
            Assert.True(code != 0 && errors.Contains(finding, StringComparison.Ordinal), $"{wrong} was not found: {errors}");
        }
    }

    private void Install()
    {
        Assert.SkipWhen(Tool.Run(_directory.Path, "node", "--version") is not { ExitCode: 0 }, "node is not installed (Debian: apt-get install npm).");
        _directory.Write("package.json", """{ "private": true, "dependencies": { "@grafana/schema": "13.2.3", "typescript": "7.0.2" } }""");
        var installed = Tool.Run(
            _directory.Path, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000");
        Assert.SkipWhen(installed is not { ExitCode: 0 }, "the types of Grafana cannot be had from the npm registry.");
    }

    private (int ExitCode, string Output) Compile(IEnumerable<string> dashboards)
    {
        var source = new StringBuilder(Header);
        foreach (var (dashboard, i) in dashboards.Select((dashboard, i) => (dashboard, i)))
            Append(source, dashboard, i);

        _directory.Write("dashboards.ts", source.ToString());
        return Tool.Run(
            _directory.Path, _directory.File("node_modules/.bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "dashboards.ts")!.Value;
    }

    private static void Append(StringBuilder source, string dashboard, int number)
    {
        source.Append(CultureInfo.InvariantCulture, $"export const dashboard{number}: Json<Dashboard> = {dashboard};\n");
        using var json = JsonDocument.Parse(dashboard);
        foreach (var panel in GrafanaJson.Panels(json.RootElement).Where(panel => panel.GetProperty("type").GetString() != "row"))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number}_{panel.GetProperty("id").GetInt32()}");
            var (options, custom) = s_types[panel.GetProperty("type").GetString()!];
            source.Append(CultureInfo.InvariantCulture, $"export const options{name}: Json<{options}> = {panel.GetProperty("options").GetRawText()};\n");
            if (panel.TryGetProperty("fieldConfig", out var fields) && fields.GetProperty("defaults").TryGetProperty("custom", out var value))
                source.Append(CultureInfo.InvariantCulture, $"export const custom{name}: Json<{custom}> = {value.GetRawText()};\n");
        }
    }
}
