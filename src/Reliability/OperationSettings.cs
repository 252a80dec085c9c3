using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace Reliability;

/// <summary>What the configuration of the host says of single operations: <c>Reliability:Operations:&lt;operation&gt;:Retry:MaxAttempts</c>, or
/// of all of them: <c>Reliability:Defaults:Retry:MaxAttempts</c>. It changes what attributes declare and declares nothing by
/// itself.</summary>
/// <remarks>Methods are the process's, and so is what they are configured by: the host that started last. Endpoints are their host's, and follow
/// its configuration.</remarks>
internal static class OperationSettings
{
    /// <summary>What holds a section for each operation.</summary>
    public const string Operations = "Reliability:Operations";

    /// <summary>What holds for the service as a whole. It stands beside the other options of overload: the service is no operation, and an operation may
    /// be called like it.</summary>
    public const string Service = "Reliability:Overload";

    /// <summary>What holds for all operations.</summary>
    public const string Defaults = "Reliability:Defaults";

    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, HashSet<string>> s_settings = new(StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> s_defaults = new(StringComparer.OrdinalIgnoreCase);
    private static readonly string[] s_parts = ["Timeout:", "Retry:", "CircuitBreaker:", "Fallback:"];
    private static ImmutableArray<IConfiguredOperation> s_operations = [];

    // Of the hosts that run, in the order in which they started.
    private static ImmutableArray<OperationUsage> s_usages = [];

    private static OperationUsage? Last => s_usages is [.., var last] ? last : null;

    /// <summary>Has an operation of the process follow the configuration. What it cannot follow is said, and changes nothing: this runs when
    /// emitted code initialises, where nobody could catch an exception. Before the host has started it is not said: the host does not
    /// start then.</summary>
    public static void Register(IConfiguredOperation operation)
    {
        OperationUsage? last;
        lock (s_lock)
        {
            s_operations = s_operations.Add(operation);
            last = Last;
            if (last is null)
                return;

            var problems = Apply([operation], last.Configuration, last.HasMore);
            if (last.IsComplete)
                last.Say([.. problems, .. operation.Problem is { } problem ? [problem] : Array.Empty<string>()]);
        }

        last.TellChanged();
    }

    /// <summary>Takes a configuration over, and each of its changes.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="say">Is told what is wrong with a change; the old values stay then.</param>
    /// <param name="isComplete">Whether all operations are known. Otherwise <see cref="Complete"/> says later which keys configure
    /// nothing.</param>
    /// <param name="changed">Is called after what is in force may have changed.</param>
    /// <param name="hasMore">Whether operations of the host's own come with <see cref="Complete"/>. What one of them may declare is not refused
    /// before.</param>
    /// <returns>Ends it: the operations do again what the host that started before it says, or what is declared.</returns>
    /// <exception cref="InvalidOperationException">It holds a value that cannot be meant.</exception>
    public static OperationUsage Use(IConfiguration configuration, Action<string> say, bool isComplete = true, Action? changed = null, bool hasMore = false)
    {
        lock (s_lock)
        {
            Refuse(Apply(s_operations, configuration, hasMore));
            var usage = new OperationUsage(configuration, say, changed) { HasMore = hasMore };
            s_usages = s_usages.Add(usage);
            if (isComplete)
                Complete(usage, []);

            return usage;
        }
    }

    /// <summary>Has the operations of one host follow its configuration, now that all of them are known, and says which keys configure
    /// nothing.</summary>
    /// <param name="usage">The host's.</param>
    /// <param name="operations">Its own operations.</param>
    /// <exception cref="InvalidOperationException">It holds a value that cannot be meant.</exception>
    public static void Complete(OperationUsage usage, IEnumerable<IConfiguredOperation> operations)
    {
        lock (s_lock)
        {
            usage.Operations = [.. operations];
            usage.HasMore = false;
            Refuse(Apply(Following(usage), usage.Configuration));
            usage.IsComplete = true;
            usage.SayAll(Remarks(usage));
        }
    }

    /// <summary>Has one more operation of a host follow its configuration.</summary>
    public static void Add(OperationUsage usage, IConfiguredOperation operation)
    {
        lock (s_lock)
        {
            usage.Operations = usage.Operations.Add(operation);
            usage.Say(Apply([operation], usage.Configuration));
        }

        usage.TellChanged();
    }

    /// <summary>Takes over what a configuration has become.</summary>
    public static void Reload(OperationUsage usage)
    {
        lock (s_lock)
        {
            if (!s_usages.Contains(usage))
                return;

            var problems = Apply(Following(usage), usage.Configuration, usage.HasMore);
            usage.SayAll(usage.IsComplete ? [.. problems, .. Remarks(usage)] : problems);
        }

        usage.TellChanged();
    }

    /// <summary>Ends what <see cref="Use"/> began.</summary>
    public static void End(OperationUsage usage)
    {
        OperationUsage? next;
        lock (s_lock)
        {
            var held = usage == Last;
            s_usages = s_usages.Remove(usage);
            next = Last;
            if (!held)
                return;

            // What has become wrong with it meanwhile nobody was told.
            var problems = Apply(s_operations, next?.Configuration, next?.HasMore == true);
            if (problems.Count > 0)
            {
                Apply(s_operations, null);
                next?.Say(problems);
            }
        }

        next?.TellChanged();
    }

    /// <summary>The host's own always follow it; those of the process only where it has the word.</summary>
    private static ImmutableArray<IConfiguredOperation> Following(OperationUsage usage) =>
        usage == Last ? s_operations.AddRange(usage.Operations) : usage.Operations;

    private static void Refuse(List<string> problems)
    {
        if (problems.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>Everything that is wrong; where nothing is, the values are taken over. All operations or none: two that share something must not
    /// disagree.</summary>
    private static List<string> Apply(ImmutableArray<IConfiguredOperation> operations, IConfiguration? configuration, bool hasMore = false)
    {
        var problems = new List<string>();
        var doubts = new List<(HashSet<string> Settings, string Section, string Problem)>();
        var changes = new List<Action>();
        foreach (var operation in operations)
            changes.Add(operation.Read(new(configuration, operation, Settings(operation.Section), s_defaults, problems, doubts)));

        if (!hasMore)
            problems.AddRange(doubts.Where(static doubt => !doubt.Settings.Any(name => name.StartsWith(doubt.Section, StringComparison.OrdinalIgnoreCase))).Select(static doubt => doubt.Problem));

        if (problems.Count == 0)
            changes.ForEach(static change => change());

        return [.. problems.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What is no reason not to start, and yet not what somebody meant. The operations of the process may have been told by another
    /// host.</summary>
    private static IEnumerable<string> Remarks(OperationUsage usage) =>
    [
        .. usage.Configuration.GetSection(Operations).GetChildren().SelectMany(Unknown),
        .. Leaves(usage.Configuration.GetSection(Service + ":Capacity")).SelectMany(UnknownOfService),
        .. Leaves(usage.Configuration.GetSection(Defaults)).Where(leaf => !IsDefault(Name(leaf, Defaults))).Select(leaf => $"{leaf.Path} configures nothing: no operation has such a setting."),
        .. s_operations.Select(operation => operation.Problem).OfType<string>().Distinct(StringComparer.Ordinal),
    ];

    /// <summary>A name with a slip of the pen in it would configure nothing, and nobody would know.</summary>
    private static IEnumerable<string> Unknown(IConfigurationSection section)
    {
        if (s_settings.TryGetValue(section.Path, out var settings))
        {
            return from leaf in Leaves(section)
                   where !settings.Contains(Name(leaf, section.Path))
                   select $"{leaf.Path} configures nothing: '{section.Key}' has no such setting.";
        }

        var isCounted = OperationRegistry.Sites.Any(site => string.Equals(site.Operation.Name, section.Key, StringComparison.OrdinalIgnoreCase));
        return
        [
            isCounted
                ? $"{section.Path} configures nothing: '{section.Key}' has no [Timeout], [Capacity], [Retry], [CircuitBreaker] or [Fallback] that a configuration could change."
                : $"{section.Path} configures nothing: this program has no operation '{section.Key}' that has a [Timeout], [Capacity], [Retry], [CircuitBreaker] or [Fallback].",
        ];
    }

    private static IEnumerable<string> UnknownOfService(IConfigurationSection leaf)
    {
        if (!s_settings.TryGetValue(Service, out var settings))
            return [$"{leaf.Path} configures nothing: the program has no [assembly: Capacity] with a MaxConcurrency. Declare one; a configuration changes what is declared, and declares nothing."];

        return settings.Contains(Name(leaf, Service)) ? [] : [$"{leaf.Path} configures nothing: the capacity of the service has no such setting."];
    }

    /// <summary>Whether a default may be meant for somebody: several programs may share a file, and one of them need not have all of it.</summary>
    private static bool IsDefault(string name)
    {
        var part = name.Split(':')[0] + ":";
        return s_defaults.Contains(name)
            || (s_parts.Contains(part, StringComparer.OrdinalIgnoreCase)
                && !s_defaults.Any(setting => setting.StartsWith(part, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section) =>
        section.GetChildren().SelectMany(child => child.Value is null ? Leaves(child) : Leaves(child).Prepend(child));

    private static string Name(IConfigurationSection leaf, string path) => leaf.Path[(path.Length + 1)..];

    private static HashSet<string> Settings(string section) =>
        s_settings.TryGetValue(section, out var known) ? known : s_settings[section] = new(StringComparer.OrdinalIgnoreCase);
}
