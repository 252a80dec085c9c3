namespace Reliability.Artifacts.Prometheus;

/// <summary>The spelling of alert labels and annotations, which Prometheus expands as Go templates. The only place that
/// knows them; the labels of recording rules are not expanded.</summary>
internal static class AlertTemplate
{
    private const string Open = "{{";

    /// <summary>The value of the expression, as a percentage.</summary>
    public const string ValueAsPercentage = "{{ $value | humanizePercentage }}";

    /// <summary>A label of the alert, as it is.</summary>
    public static string Label(string name) => $$$"""{{ $labels.{{{name}}} }}""";

    /// <summary>A label of the alert, within an address.</summary>
    public static string LabelInAddress(string name) => $$$"""{{ $labels.{{{name}}} | urlquery }}""";

    /// <summary>A label of the series that a metric has for the alert's service and SLO; nothing when there is none.</summary>
    public static string LabelOf(string metric, string service, string slo, string label) =>
        $$$"""{{ with printf "{{{metric}}}{{{{service}}}=%q,{{{slo}}}=%q}" $labels.service $labels.slo | query }}{{ . | first | label "{{{label}}}" }}{{ end }}""";

    /// <summary>A text that comes out as it went in. A brace at the end is escaped as well, because the text may be
    /// continued with another brace.</summary>
    public static string Text(string text)
    {
        var escaped = text.Replace(Open, """{{"{{"}}""", StringComparison.Ordinal);
        return escaped.EndsWith('{') ? escaped[..^1] + """{{"{"}}""" : escaped;
    }
}
