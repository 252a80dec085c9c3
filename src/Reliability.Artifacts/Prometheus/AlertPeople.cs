using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The annotations that say whom an alert is for and what to do: what is not known is left out.</summary>
internal static class AlertPeople
{
    public static IReadOnlyList<(string Name, string Value)> Of(Operation operation, string dashboard) =>
        Of(operation.Owner, operation.Level.Runbook, dashboard, operation.Source);

    public static IReadOnlyList<(string Name, string Value)> Of(Ownership? owner, string? runbook, string dashboard, string? source) =>
    [
        .. new[]
        {
            ("owner", owner?.Team),
            ("on_call", owner?.OnCall),
            ("chat", owner?.Chat),
            ("runbook_url", runbook),
            ("dashboard_url", dashboard),
            ("source", source),
        }
        .Where(annotation => annotation.Item2 is not null)
        .Select(annotation => (annotation.Item1, AlertTemplate.Text(annotation.Item2!))),
    ];

    /// <summary>The label by which alerts find their team, if there is one.</summary>
    public static IEnumerable<(string Name, string Value)> OwnerLabel(Ownership? owner) =>
        owner is null ? [] : [(AlertLabels.Owner, AlertTemplate.Text(owner.Team))];
}
