using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The annotations that say whom an alert is for and what to do: what is not known is left out.</summary>
internal static class AlertPeople
{
    public static IEnumerable<(string Name, string Value)> Of(Ownership? owner, string? runbook, string? source) =>
        new[]
        {
            ("owner", owner?.Team),
            ("on_call", owner?.OnCall),
            ("chat", owner?.Chat),
            ("runbook_url", runbook),
            ("source", source),
        }
        .Where(annotation => annotation.Item2 is not null)
        .Select(annotation => (annotation.Item1, AlertTemplate.Text(annotation.Item2!)));
}
