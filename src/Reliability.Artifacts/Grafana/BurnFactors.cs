using Reliability.Model;

namespace Reliability.Artifacts.Grafana;

/// <summary>From which burn rate on somebody is woken.</summary>
internal static class BurnFactors
{
    /// <summary>The smallest factor of a page among all objectives; null when none of them pages.</summary>
    public static decimal? SmallestPage(IEnumerable<ServiceManifest> services) => services
        .SelectMany(service => service.Operations)
        .SelectMany(operation => operation.Level.Objectives.Select(objective => SmallestPage(objective, operation.Level.WindowDays)))
        .Min();

    /// <summary>The smallest factor of a page; null when the objective only opens tickets.</summary>
    public static decimal? SmallestPage(Objective objective, int windowDays) => BurnRatePolicy.Alerts(objective, windowDays)
        .Where(alert => alert.Severity == AlertSeverity.Page)
        .Select(alert => (decimal?)alert.Factor)
        .Min();
}
