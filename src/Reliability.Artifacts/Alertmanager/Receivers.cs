using Reliability.Model;

namespace Reliability.Artifacts.Alertmanager;

/// <summary>What somebody answers for.</summary>
/// <param name="Service">The service.</param>
/// <param name="Slo">One of its SLOs; null for the service as a whole.</param>
/// <param name="Owner">Who; null when nobody said.</param>
internal sealed record Duty(string Service, string? Slo, Ownership? Owner)
{
    public static IEnumerable<Duty> Of(ServiceManifest manifest) => manifest.Operations
        .Select(operation => new Duty(manifest.Service.Name, operation.Name, operation.Owner))
        .Prepend(new(manifest.Service.Name, null, manifest.Owner))
        .Where(duty => duty.Slo is not null || (duty.Owner is not null && CanBeAbsent(manifest)));

    // A service that counts nothing itself has no alert of its own.
    private static bool CanBeAbsent(ServiceManifest manifest) => manifest.Operations.Any(operation => operation.Metric is null);
}

/// <summary>The names of receivers: two for each team, and more for a team that is reached in more than one way. No name holds an
/// address or a secret: what a receiver does is decided where it is configured.</summary>
internal sealed class Receivers(IReadOnlyList<Duty> duties)
{
    /// <summary>All receivers begin with this, so that they meet no others and are known again when a new fragment is merged.</summary>
    public const string Prefix = "slo";

    private const string PageName = "page";
    private const string TicketName = "ticket";

    /// <summary>For what nobody owns.</summary>
    public static readonly Receiver Unowned = new($"{Prefix}/{TicketName}", "tickets without an owner", null);

    private static readonly Receiver s_unownedPage = new($"{Prefix}/{PageName}", "pages without an owner", null);

    /// <summary>Where the pages of an owner go.</summary>
    public Receiver Page(Ownership? owner) => owner is null
        ? s_unownedPage
        : Of(owner.Team, PageName, owner.OnCall, Main(owner.Team, other => other.OnCall));

    /// <summary>Where the tickets of an owner go.</summary>
    public Receiver Ticket(Ownership? owner) => owner is null
        ? Unowned
        : Of(owner.Team, TicketName, owner.Chat, Main(owner.Team, other => other.Chat));

    private static Receiver Of(string team, string kind, string? address, string? main)
    {
        var name = $"{Prefix}/{FileNames.From(team)}/{kind}";
        return address is null || address == main
            ? new(name, $"{kind}s of {team}", main)
            : new($"{name}/{FileNames.From(address)}", $"{kind}s of {team}", address);
    }

    /// <summary>The address that a team has for most of what it answers for; what it says of a service as a whole weighs more. Its
    /// receiver is named after the team alone, so that a second address does not rename the first.</summary>
    private string? Main(string team, Func<Ownership, string?> address) => duties
        .Where(duty => duty.Owner?.Team == team && address(duty.Owner) is not null)
        .GroupBy(duty => address(duty.Owner!))
        .OrderByDescending(group => group.Count(duty => duty.Slo is null))
        .ThenByDescending(group => group.Count())
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;
}

/// <summary>A receiver without its configuration.</summary>
/// <param name="Name">What routes call it.</param>
/// <param name="What">What it receives.</param>
/// <param name="Address">Where that is meant to go, in the words of the owner; null when nobody said.</param>
internal sealed record Receiver(string Name, string What, string? Address);
