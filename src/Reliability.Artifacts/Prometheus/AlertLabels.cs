using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The label by which alerts are routed.</summary>
internal static class AlertLabels
{
    public static (string Name, string Value) Severity(AlertSeverity severity) =>
        ("severity", severity == AlertSeverity.Page ? "page" : "ticket");
}
