using System.Collections.Concurrent;
using System.Collections.Immutable;
using Reliability.Model;

namespace Reliability;

/// <summary>All operations of the process. Filled by emitted code when its assembly loads; read by instruments and pages.</summary>
internal static class OperationRegistry
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<(string Service, string Name), OperationSite> s_byName = [];
    private static readonly ConcurrentDictionary<(string? Member, int Line), ImmutableArray<(string DeclaringType, OperationSite Site)>> s_places = new();
    private static ImmutableArray<OperationSite> s_sites = [];
    private static ImmutableArray<Operation> s_conflicts = [];

    /// <summary>The operations in the order of their creation.</summary>
    public static ImmutableArray<OperationSite> Sites => s_sites;

    /// <summary>Operations of another assembly that have the service and the name of one of <see cref="Sites"/>, but promise
    /// something else. They are counted there, for want of a better place.</summary>
    public static ImmutableArray<Operation> Conflicts => s_conflicts;

    public static OperationSite GetOrAdd(ServiceIdentity service, Operation operation, Func<OperationSite> create)
    {
        lock (s_lock)
        {
            if (s_byName.TryGetValue((service.Name, operation.Name), out var site))
            {
                if (site.Operation != operation)
                    s_conflicts = s_conflicts.Add(operation);

                return site;
            }

            site = create();
            s_byName.Add((service.Name, operation.Name), site);
            s_sites = s_sites.Add(site);
            return site;
        }
    }

    public static void Add(OperationPlace place, OperationSite site) =>
        s_places.AddOrUpdate(
            (place.Member, place.Line),
            static (_, added) => [added],
            static (_, known, added) => known.Contains(added) ? known : known.Add(added),
            (place.DeclaringType, site));

    /// <summary>The sites whose <c>[Slo]</c> stands on a line of some file: one, but for a rare coincidence.</summary>
    public static ImmutableArray<(string DeclaringType, OperationSite Site)> At(string? member, int line) =>
        s_places.TryGetValue((member, line), out var sites) ? sites : [];
}

/// <summary>Where an <c>[Slo]</c> stands that a framework calls.</summary>
internal readonly record struct OperationPlace(string DeclaringType, string? Member, int Line);
