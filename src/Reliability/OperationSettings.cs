using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Reliability;

/// <summary>What the configuration of the host says of single operations: <c>Reliability:Operations:&lt;operation&gt;:Retry:MaxAttempts</c>, or
/// of all of them: <c>Reliability:Defaults:Retry:MaxAttempts</c>. It changes what attributes declare and declares nothing by
/// itself.</summary>
/// <remarks>The operations of a process are static, and so is what they are configured by: the host that started last.</remarks>
internal static class OperationSettings
{
    /// <summary>What holds a section for each operation.</summary>
    public const string Operations = "Reliability:Operations";

    /// <summary>What holds for all operations.</summary>
    public const string Defaults = "Reliability:Defaults";

    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, HashSet<string>> s_settings = new(StringComparer.OrdinalIgnoreCase);
    private static readonly string[] s_parts = ["Timeout:", "Retry:", "CircuitBreaker:", "Fallback:"];
    private static ImmutableArray<IConfiguredOperation> s_operations = [];

    // Of the hosts that run, in the order in which they started.
    private static ImmutableArray<Usage> s_usages = [];

    private static Usage? Last => s_usages is [.., var last] ? last : null;

    /// <summary>Has an operation follow the configuration. What it cannot follow is said, and changes nothing: this runs when emitted code
    /// initialises, where nobody could catch an exception.</summary>
    public static void Register(IConfiguredOperation operation)
    {
        lock (s_lock)
        {
            s_operations = s_operations.Add(operation);
            if (Last is not { } usage)
                return;

            usage.Say(Apply([operation], usage.Configuration));
            usage.Say(operation.Problem is { } problem ? [problem] : []);
        }
    }

    /// <summary>Takes a configuration over, and each of its changes.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="say">Is told what is wrong with a change; the old values stay then.</param>
    /// <returns>Ends it: the operations do again what the host that started before it says, or what is declared.</returns>
    /// <exception cref="InvalidOperationException">It holds a value that cannot be meant.</exception>
    public static IDisposable Use(IConfiguration configuration, Action<string> say)
    {
        lock (s_lock)
        {
            var problems = Apply(s_operations, configuration);
            if (problems.Count > 0)
                throw new InvalidOperationException(string.Join(Environment.NewLine, problems));

            var usage = new Usage(configuration, say);
            s_usages = s_usages.Add(usage);
            usage.Say(Remarks(configuration));
            return usage;
        }
    }

    private static void Reload(Usage usage)
    {
        lock (s_lock)
        {
            if (usage == Last)
                usage.Say([.. Apply(s_operations, usage.Configuration), .. Remarks(usage.Configuration)]);
        }
    }

    private static void End(Usage usage)
    {
        lock (s_lock)
        {
            var held = usage == Last;
            s_usages = s_usages.Remove(usage);
            if (!held)
                return;

            // What has become wrong with it meanwhile nobody was told.
            var problems = Apply(s_operations, Last?.Configuration);
            if (problems.Count == 0)
                return;

            Apply(s_operations, null);
            Last?.Say(problems);
        }
    }

    /// <summary>Everything that is wrong; where nothing is, the values are taken over. All operations or none: two that share something must not
    /// disagree.</summary>
    private static List<string> Apply(ImmutableArray<IConfiguredOperation> operations, IConfiguration? configuration)
    {
        var problems = new List<string>();
        var changes = new List<Action>();
        foreach (var operation in operations)
            changes.Add(operation.Read(new(configuration, operation.Name, Settings(operation.Name), problems)));

        if (problems.Count == 0)
            changes.ForEach(static change => change());

        return [.. problems.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What is no reason not to start, and yet not what somebody meant.</summary>
    private static IEnumerable<string> Remarks(IConfiguration configuration) =>
    [
        .. configuration.GetSection(Operations).GetChildren().SelectMany(Unknown),
        .. Leaves(configuration.GetSection(Defaults)).Where(leaf => !IsDefault(Name(leaf, Defaults))).Select(leaf => $"{leaf.Path} configures nothing: no operation has such a setting."),
        .. s_operations.Select(operation => operation.Problem).OfType<string>().Distinct(StringComparer.Ordinal),
    ];

    /// <summary>A name with a slip of the pen in it would configure nothing, and nobody would know.</summary>
    private static IEnumerable<string> Unknown(IConfigurationSection section)
    {
        if (s_settings.TryGetValue(section.Key, out var settings))
        {
            return from leaf in Leaves(section)
                   where !settings.Contains(Name(leaf, section.Path))
                   select $"{leaf.Path} configures nothing: '{section.Key}' has no such setting.";
        }

        var isCounted = OperationRegistry.Sites.Any(site => string.Equals(site.Operation.Name, section.Key, StringComparison.OrdinalIgnoreCase));
        return
        [
            isCounted
                ? $"{section.Path} configures nothing: '{section.Key}' has no [Timeout], [Retry], [CircuitBreaker] or [Fallback] that a configuration could change. The [Timeout] of an endpoint is what its attribute says."
                : $"{section.Path} configures nothing: this program has no operation '{section.Key}' that has a [Timeout], [Retry], [CircuitBreaker] or [Fallback].",
        ];
    }

    /// <summary>Whether a default may be meant for somebody: several programs may share a file, and one of them need not have all of it.</summary>
    private static bool IsDefault(string name)
    {
        var part = name.Split(':')[0] + ":";
        return s_settings.Values.Any(settings => settings.Contains(name))
            || (s_parts.Contains(part, StringComparer.OrdinalIgnoreCase)
                && !s_settings.Values.Any(settings => settings.Any(setting => setting.StartsWith(part, StringComparison.OrdinalIgnoreCase))));
    }

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section) =>
        section.GetChildren().SelectMany(child => child.Value is null ? Leaves(child) : Leaves(child).Prepend(child));

    private static string Name(IConfigurationSection leaf, string path) => leaf.Path[(path.Length + 1)..];

    private static HashSet<string> Settings(string operation) =>
        s_settings.TryGetValue(operation, out var known) ? known : s_settings[operation] = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The time during which a host has the word.</summary>
    private sealed class Usage : IDisposable
    {
        private readonly Action<string> _say;
        private readonly IDisposable _changes;

        public Usage(IConfiguration configuration, Action<string> say)
        {
            Configuration = configuration;
            _say = say;
            _changes = ChangeToken.OnChange(configuration.GetReloadToken, () => Reload(this));
        }

        public IConfiguration Configuration { get; }

        public void Say(IEnumerable<string> problems)
        {
            foreach (var problem in problems)
                _say(problem);
        }

        public void Dispose()
        {
            _changes.Dispose();
            End(this);
        }
    }
}

/// <summary>An operation that follows the configuration.</summary>
internal interface IConfiguredOperation
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Reads what it is configured with.</summary>
    /// <param name="values">The values, and where problems are said.</param>
    /// <returns>Takes the values over.</returns>
    Action Read(OperationValues values);

    /// <summary>What is wrong with what is carried out, although each value of it is possible; null when nothing is.</summary>
    string? Problem { get; }
}

/// <summary>The values of one operation: its own first, then those of all.</summary>
/// <param name="configuration">The configuration; null where there is none.</param>
/// <param name="operation">The operation.</param>
/// <param name="settings">Receives the names that are asked for: all others are slips of the pen.</param>
/// <param name="problems">Receives what cannot be meant.</param>
internal sealed class OperationValues(IConfiguration? configuration, string operation, HashSet<string> settings, List<string> problems)
{
    /// <summary>A switch.</summary>
    public bool Flag(string name, bool declared)
    {
        if (Find(name) is not var (key, text))
            return declared;

        if (bool.TryParse(text, out var value))
            return value;

        problems.Add($"{key} is '{text}', which is neither true nor false.");
        return declared;
    }

    /// <summary>A number.</summary>
    /// <param name="name">The setting: <c>Retry:DelayMilliseconds</c>.</param>
    /// <param name="declared">What holds without it.</param>
    /// <param name="range">What it may be.</param>
    public double Number(string name, double declared, NumberRange range)
    {
        if (Find(name) is not var (key, text))
            return declared;

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && range.Contains(value))
            return value;

        problems.Add($"{key} is '{text}', which is not {range}.");
        return declared;
    }

    /// <summary>Says that two values, each of them possible, are not possible together.</summary>
    /// <param name="isPossible">Whether they are.</param>
    /// <param name="name">The setting that is named.</param>
    /// <param name="problem">What is wrong, such as <c>is not below Timeout:Milliseconds (200)</c>.</param>
    public void Require(bool isPossible, string name, string problem)
    {
        if (!isPossible)
            problems.Add($"{Find(name)?.Key ?? Key(name)} {problem}.");
    }

    /// <summary>Says where a setting of the operation changes nothing.</summary>
    /// <param name="section">The section: <c>Retry</c>.</param>
    /// <param name="isDeclared">Whether there is something to change.</param>
    public void Expect(string section, bool isDeclared)
    {
        if (!isDeclared && configuration?.GetSection(Key(section)).Exists() == true)
            problems.Add($"{Key(section)} configures nothing: '{operation}' has no [{section}] that a configuration could change. Put the attribute on the method; a configuration changes what is declared, and declares nothing, and what an endpoint declares it does not change.");
    }

    /// <summary>Says where a setting changes nothing although others of its section do: what it would change is not declared. It is a
    /// default like any other, for those who declare it.</summary>
    /// <param name="name">The setting: <c>Timeout:AttemptMilliseconds</c>.</param>
    public void Undeclared(string name)
    {
        settings.Add(name);
        if (configuration?[Key(name)] is not null)
            problems.Add($"{Key(name)} configures nothing: '{operation}' declares no {name.Split(':')[^1]}. Put it into the attribute; a configuration changes what is declared, and declares nothing.");
    }

    private (string Key, string Text)? Find(string name)
    {
        settings.Add(name);
        string[] keys = [Key(name), OperationSettings.Defaults + ":" + name];
        foreach (var key in keys)
        {
            if (configuration?[key] is { } text)
                return (key, text);
        }

        return null;
    }

    private string Key(string name) => OperationSettings.Operations + ":" + operation + ":" + name;
}

/// <summary>What a number may be.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
/// <param name="IsAbove">Whether it is above the least, and not the least itself.</param>
/// <param name="IsWhole">Whether it has no fraction.</param>
internal sealed record NumberRange(double Least, double Most, bool IsAbove = false, bool IsWhole = false)
{
    /// <summary>Whether a number is possible.</summary>
    public bool Contains(double value) =>
        (IsAbove ? value > Least : value >= Least) && value <= Most && (!IsWhole || value == Math.Floor(value));

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"a {(IsWhole ? "whole number" : "number")} {(IsAbove ? $"above {Least}, at most {Most}" : $"from {Least} to {Most}")}");
}
