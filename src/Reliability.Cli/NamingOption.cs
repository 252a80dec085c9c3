using System.CommandLine;
using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>The option that says what the names of metrics become on their way to Prometheus.</summary>
internal static class NamingOption
{
    private const string Default = "prometheus";

    private static readonly Dictionary<string, MetricNaming> s_namings = new(StringComparer.Ordinal)
    {
        [Default] = MetricNaming.PrometheusExporter,
        ["otlp"] = MetricNaming.Otlp,
        ["otlp-without-suffixes"] = MetricNaming.OtlpWithoutSuffixes,
    };

    public static Option<string> Create()
    {
        var option = new Option<string>("--naming")
        {
            Description = "How metrics reach Prometheus: scraped (prometheus), or pushed with or without units and _total in their names.",
            DefaultValueFactory = _ => Default,
        };
        option.AcceptOnlyFromAmong([.. s_namings.Keys]);
        return option;
    }

    public static ExportOptions Read(ParseResult line, Option<string> option) => new() { Naming = s_namings[line.GetRequiredValue(option)] };
}
