namespace Reliability.Artifacts;

/// <summary>What an export depends on besides the promises: how metrics reach Prometheus and where people look.</summary>
public sealed record ExportOptions
{
    /// <summary>What the names of instruments and labels become on their way.</summary>
    public MetricNaming Naming { get; init; } = MetricNaming.PrometheusExporter;

    /// <summary>The address of Grafana without a slash at the end, for links to dashboards; null when nobody said, and then alerts
    /// have a link without a host.</summary>
    public string? GrafanaUrl { get; init; }

    /// <summary>The labels by which a Prometheus of the operator selects its rules (<c>ruleSelector</c>), such as <c>release</c> for
    /// kube-prometheus-stack: an object without them is accepted and never looked at.</summary>
    public IReadOnlyDictionary<string, string> RuleLabels { get; init; } = new Dictionary<string, string>();
}

/// <summary>What OpenTelemetry's names become in Prometheus.</summary>
public enum MetricNaming
{
    /// <summary>The service is scraped: OpenTelemetry's exporter translates, with unit and <c>_total</c>.</summary>
    PrometheusExporter,

    /// <summary>The service pushes OTLP to Prometheus or through a collector that adds unit and <c>_total</c>.</summary>
    Otlp,

    /// <summary>The service pushes OTLP, and neither unit nor <c>_total</c> is appended
    /// (<c>UnderscoreEscapingWithoutSuffixes</c>, <c>add_metric_suffixes: false</c>).</summary>
    OtlpWithoutSuffixes,
}
