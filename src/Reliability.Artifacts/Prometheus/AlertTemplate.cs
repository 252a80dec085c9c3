namespace Reliability.Artifacts.Prometheus;

/// <summary>The spelling of alert labels and annotations, which Prometheus expands as Go templates. The only place that
/// knows them; the labels of recording rules are not expanded.</summary>
internal static class AlertTemplate
{
    private const string Open = "{{";

    /// <summary>The value of the expression, as a percentage.</summary>
    public const string ValueAsPercentage = "{{ $value | humanizePercentage }}";

    /// <summary>A text that comes out as it went in. A brace at the end is escaped as well, because the text may be
    /// continued with another brace.</summary>
    public static string Text(string text)
    {
        var escaped = text.Replace(Open, """{{"{{"}}""", StringComparison.Ordinal);
        return escaped.EndsWith('{') ? escaped[..^1] + """{{"{"}}""" : escaped;
    }
}
