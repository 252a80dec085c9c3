namespace Reliability.Artifacts.Alertmanager;

/// <summary>The spelling of Alertmanager's matchers. The only place that escapes text for them; YAML is escaped by its writer.</summary>
internal static class AlertmanagerText
{
    /// <summary>A label that must have a value. Only these three escapes mean the same to the parser of old and the one of new
    /// versions; everything else stands for itself.</summary>
    public static string Is(string label, string value) => label + "=\"" + value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    /// <summary>A label that must have one of some values of ours, which are words.</summary>
    public static string IsOneOf(string label, IEnumerable<string> words) => $"{label}=~\"{string.Join('|', words)}\"";
}
