using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Alertmanager;

/// <summary>An alert that makes others needless as long as it fires. A page is silenced by pages only: what wakes somebody is never
/// hidden behind something that does not.</summary>
/// <param name="Why">The reason, for whoever reads the file.</param>
/// <param name="Source">The alert that is enough.</param>
/// <param name="Target">The alerts that say no more.</param>
/// <param name="Equal">The labels that both have, with the same values. Alertmanager takes a label that both lack for equal, so each
/// of them is on every alert that is named here.</param>
internal sealed record Inhibition(string Why, IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<string> Equal)
{
    private static readonly string[] s_objective = [AlertLabels.Service, AlertLabels.Slo, AlertLabels.Objective];

    /// <summary>All of them; which windows there are is asked of the objectives.</summary>
    public static IEnumerable<Inhibition> Of(IReadOnlyList<ServiceManifest> services)
    {
        yield return new(
            "Somebody is on it: the tickets about the same budget wait.",
            [Named(AlertNames.Burn), Is(AlertSeverity.Page)],
            [Named(AlertNames.Burn, AlertNames.Exhausted, AlertNames.LowTraffic), Is(AlertSeverity.Ticket)],
            s_objective);

        var windows = Windows(services).ToList();
        for (var i = 0; i < windows.Count - 1; i++)
        {
            yield return new(
                "A faster burn says all that a slower one says.",
                [Named(AlertNames.Burn), AlertmanagerText.Is(AlertLabels.LongWindow, windows[i])],
                [Named(AlertNames.Burn), AlertmanagerText.IsOneOf(AlertLabels.LongWindow, windows.Skip(i + 1))],
                [.. s_objective, AlertLabels.Severity]);
        }

        yield return new(
            "The whole service is gone, and somebody was woken for it.",
            [Named(AlertNames.ServiceAbsent), Is(AlertSeverity.Page)],
            [Named(AlertNames.Burn, AlertNames.EventsAbsent, AlertNames.LowTraffic)],
            [AlertLabels.Service]);
        yield return new(
            "The whole service is gone, and nobody was woken for it: pages go on.",
            [Named(AlertNames.ServiceAbsent), Is(AlertSeverity.Ticket)],
            [Named(AlertNames.Burn, AlertNames.EventsAbsent, AlertNames.LowTraffic), Is(AlertSeverity.Ticket)],
            [AlertLabels.Service]);
    }

    /// <summary>The long windows of all alerts, the fastest first.</summary>
    private static IEnumerable<string> Windows(IReadOnlyList<ServiceManifest> services) => services
        .SelectMany(service => service.Operations)
        .SelectMany(operation => operation.Level.Objectives.SelectMany(objective => BurnRatePolicy.Alerts(objective, operation.Level.WindowDays)))
        .Select(alert => alert.LongWindow).Distinct().Order().Select(PromQl.Duration);

    private static string Is(AlertSeverity severity) => AlertmanagerText.Is(AlertLabels.Severity, severity.Name());

    private static string Named(params string[] names) =>
        names is [var name] ? AlertmanagerText.Is(Route.AlertName, name) : AlertmanagerText.IsOneOf(Route.AlertName, names);
}
