using System.Collections.Immutable;
using Reliability.Declarations.Health;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>All that the assembly declares about its health, sorted, so that the order of files does not matter. What cannot be told
/// apart is left out.</summary>
/// <param name="Checks">The checks, those of dependencies among them: they belong to no group.</param>
/// <param name="Dependencies">The dependencies, each once.</param>
/// <param name="Heartbeats">The heartbeats.</param>
internal sealed record HealthSet(
    EquatableArray<CheckDeclaration> Checks, EquatableArray<DependencyDeclaration> Dependencies, EquatableArray<HeartbeatDeclaration> Heartbeats)
{
    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => Checks.Count == 0 && Dependencies.Count == 0 && Heartbeats.Count == 0;

    public static HealthSet Of(
        ImmutableArray<CheckDeclaration> checks, ImmutableArray<DependencyDeclaration> dependencies, ImmutableArray<HeartbeatDeclaration> heartbeats) => new(
            Distinct(checks.Concat(dependencies.Where(dependency => dependency.Check is not null).Select(Check))),
            dependencies
                .GroupBy(dependency => dependency.Name, StringComparer.Ordinal)
                .OrderBy(dependency => dependency.Key, StringComparer.Ordinal)
                .Select(dependency => new DependencyDeclaration(dependency.Key, dependency.Any(place => place.IsRequired), Check: null))
                .ToEquatableArray(),
            Distinct(heartbeats));

    private static EquatableArray<CheckDeclaration> Distinct(IEnumerable<CheckDeclaration> declared)
    {
        var all = declared
            .GroupBy(check => (check.Name.ToUpperInvariant(), check.Method))
            .Select(One)
            .OrderBy(check => check.Name, StringComparer.Ordinal)
            .ThenBy(check => check.Method.Type, StringComparer.Ordinal)
            .ThenBy(check => check.Method.Name, StringComparer.Ordinal)
            .ThenBy(check => check.Method.TakesToken)
            .ToList();
        var clashes = HealthClashes.OfChecks(all.ConvertAll(check => (check, check.Name, check.Method)));
        return all.Where(check => !clashes.ContainsKey(check)).ToEquatableArray();
    }

    /// <summary>One method under one name is one check, wherever it is said: with all of the groups, and with the settings of the method's
    /// own attributes, for a dependency gives its check none.</summary>
    private static CheckDeclaration One(IEnumerable<CheckDeclaration> same)
    {
        // The container of checks has no regard for capitals, so any of the names will do; which one it is must not depend on the order of files.
        var all = same.OrderByDescending(check => check.Groups.Count).ThenBy(check => check.Name, StringComparer.Ordinal).ToList();
        return all.Count == 1
            ? all[0]
            : all[0] with { Groups = all.SelectMany(check => check.Groups).Distinct(StringComparer.Ordinal).OrderBy(group => group, StringComparer.Ordinal).ToEquatableArray() };
    }

    /// <summary>It is in no group: that it is the check of a dependency makes it a part of readiness.</summary>
    private static CheckDeclaration Check(DependencyDeclaration dependency) => new()
    {
        Name = dependency.Name,
        Groups = default,
        TimeoutMilliseconds = null,
        CacheMilliseconds = null,
        IsOptional = false,
        Method = dependency.Check!,
    };

    private static EquatableArray<HeartbeatDeclaration> Distinct(ImmutableArray<HeartbeatDeclaration> heartbeats)
    {
        var all = heartbeats.Distinct().ToList();
        var clashes = HealthClashes.OfHeartbeats(all.ConvertAll(heartbeat => (heartbeat, heartbeat)));
        return all
            .Where(heartbeat => !clashes.ContainsKey(heartbeat))
            .OrderBy(heartbeat => heartbeat.Identifier, StringComparer.Ordinal)
            .ToEquatableArray();
    }
}
