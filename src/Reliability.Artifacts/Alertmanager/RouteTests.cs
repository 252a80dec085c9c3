using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Alertmanager;

/// <summary>What amtool shall say of the routes: a line for each way in which an owner is reached and each kind of alert, as arguments
/// of <c>amtool config routes test</c>.</summary>
internal static class RouteTests
{
    public static string Write(IReadOnlyList<Duty> duties, Receivers receivers)
    {
        var lines = duties
            .DistinctBy(duty => (duty.Owner, duty.Slo is null))
            .SelectMany(duty => Alerts(duty).Select(alert => Line(duty, alert.Name, alert.Severity, receivers)))
            .OfType<string>();
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static IEnumerable<(string Name, AlertSeverity Severity)> Alerts(Duty duty) => duty.Slo is null
        ? [(AlertNames.ServiceAbsent, AlertSeverity.Page), (AlertNames.ServiceAbsent, AlertSeverity.Ticket)]
        :
        [
            (AlertNames.Burn, AlertSeverity.Page),
            (AlertNames.Burn, AlertSeverity.Ticket),
            (AlertNames.Exhausted, AlertSeverity.Ticket),
            (AlertNames.EventsAbsent, AlertSeverity.Ticket),
        ];

    private static string? Line(Duty duty, string alert, AlertSeverity severity, Receivers receivers)
    {
        var receiver = severity == AlertSeverity.Page ? receivers.Page(duty.Owner) : receivers.Ticket(duty.Owner);
        (string Label, string? Value)[] labels =
        [
            (Route.AlertName, alert),
            (AlertLabels.Severity, severity.Name()),
            (AlertLabels.Service, duty.Service),
            (AlertLabels.Slo, duty.Slo),
            (AlertLabels.Owner, duty.Owner?.Team),
        ];

        // No command line can hold a null character.
        return labels.Any(label => label.Value?.Contains('\0') ?? false)
            ? null
            : string.Join(' ', labels
                .Where(label => label.Value is not null)
                .Select(label => ShellWord(AlertmanagerText.Is(label.Label, label.Value!)))
                .Prepend("--verify.receivers=" + receiver.Name));
    }

    // The same word to a shell and to xargs.
    private static string ShellWord(string text) => "'" + text.Replace("'", "'\"'\"'", StringComparison.Ordinal) + "'";
}
