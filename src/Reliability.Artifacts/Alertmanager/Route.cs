using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Alertmanager;

/// <summary>Which alerts go where.</summary>
/// <param name="Matchers">What their labels must be.</param>
/// <param name="Receiver">Where they go unless one of <paramref name="Routes"/> knows better.</param>
/// <param name="Routes">More special routes; the first that matches wins.</param>
internal sealed record Route(IReadOnlyList<string> Matchers, Receiver Receiver, params IReadOnlyList<Route> Routes)
{
    /// <summary>After what time an alert that still fires is said again; null as the route above.</summary>
    public string? RepeatInterval { get; init; }

    /// <summary>All receivers of the route, each once.</summary>
    public IEnumerable<Receiver> Receivers => Routes.SelectMany(route => route.Receivers).Prepend(Receiver).DistinctBy(receiver => receiver.Name);

    /// <summary>The route of all our alerts: to the team that owns them, there to those on call or to the tickets.</summary>
    public static Route Of(IReadOnlyList<Duty> duties, Receivers receivers)
    {
        var teams = duties.Where(duty => duty.Owner is not null).GroupBy(duty => duty.Owner!.Team).OrderBy(team => team.Key, StringComparer.Ordinal);
        return new(
            [AlertmanagerText.IsOneOf(AlertName, AlertNames.All)],
            Alertmanager.Receivers.Unowned,
            [
                .. teams.Select(team => OfTeam(team.Key, [.. team], receivers)),
                new([Is(AlertSeverity.Page)], receivers.Page(null)) { RepeatInterval = RepeatedPage },
            ])
        {
            RepeatInterval = RepeatedTicket,
        };
    }

    /// <summary>The label of every alert that says which one it is.</summary>
    public const string AlertName = "alertname";

    private const string RepeatedPage = "4h";
    private const string RepeatedTicket = "1d";

    private static Route OfTeam(string team, IReadOnlyList<Duty> duties, Receivers receivers)
    {
        var anyone = new Ownership { Team = team };
        var pages = new Route([Is(AlertSeverity.Page)], receivers.Page(anyone), Exceptions(duties, receivers.Page)) { RepeatInterval = RepeatedPage };
        var tickets = Exceptions(duties, receivers.Ticket);
        return new([AlertmanagerText.Is(AlertLabels.Owner, team)], receivers.Ticket(anyone), [pages, .. tickets]);

        static Route[] Exceptions(IReadOnlyList<Duty> duties, Func<Ownership?, Receiver> receiver) =>
        [
            .. from duty in duties
               where receiver(duty.Owner).Name != receiver(new Ownership { Team = duty.Owner!.Team }).Name
               select new Route(For(duty), receiver(duty.Owner)),
        ];
    }

    private static IReadOnlyList<string> For(Duty duty) =>
    [
        AlertmanagerText.Is(AlertLabels.Service, duty.Service),
        duty.Slo is { } slo ? AlertmanagerText.Is(AlertLabels.Slo, slo) : AlertmanagerText.Is(AlertName, AlertNames.ServiceAbsent),
    ];

    private static string Is(AlertSeverity severity) => AlertmanagerText.Is(AlertLabels.Severity, severity.Name());
}
