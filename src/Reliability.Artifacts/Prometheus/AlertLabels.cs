namespace Reliability.Artifacts.Prometheus;

/// <summary>The labels of alerts, by which they are routed and silenced. Series carry the first three only.</summary>
internal static class AlertLabels
{
    public const string Service = "service";
    public const string Slo = "slo";
    public const string Objective = "objective";

    /// <summary><c>page</c> or <c>ticket</c>.</summary>
    public const string Severity = "severity";

    /// <summary>The team. On alerts only: who owns an operation may change, and no history must break in two.</summary>
    public const string Owner = "owner";

    public const string LongWindow = "long";
    public const string ShortWindow = "short";
}
