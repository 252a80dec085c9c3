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
    private static ImmutableArray<IConfiguredOperation> s_operations = [];
    private static IConfiguration? s_configuration;
    private static Action<string> s_say = static _ => { };

    /// <summary>Has an operation follow the configuration. What it cannot follow is said, and changes nothing: this runs when emitted code
    /// initialises, where nobody could catch an exception.</summary>
    public static void Register(IConfiguredOperation operation)
    {
        lock (s_lock)
        {
            s_operations = s_operations.Add(operation);
            if (s_configuration is { } configuration)
                Say(Apply([operation], configuration));
        }
    }

    /// <summary>Takes a configuration over, and each of its changes.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="say">Is told what is wrong with a change; the old values stay then.</param>
    /// <returns>Ends it: the operations do again what is declared.</returns>
    /// <exception cref="InvalidOperationException">It holds a value that cannot be meant.</exception>
    public static IDisposable Use(IConfiguration configuration, Action<string> say)
    {
        lock (s_lock)
        {
            var problems = Apply(s_operations, configuration);
            if (problems.Count > 0)
                throw new InvalidOperationException(string.Join(Environment.NewLine, problems));

            s_configuration = configuration;
            s_say = say;
            Say(Unknown(configuration));
            return new Usage(configuration, ChangeToken.OnChange(configuration.GetReloadToken, () => Reload(configuration)));
        }
    }

    private static void Reload(IConfiguration configuration)
    {
        lock (s_lock)
        {
            if (s_configuration == configuration)
                Say([.. Apply(s_operations, configuration), .. Unknown(configuration)]);
        }
    }

    /// <summary>Everything that is wrong; where nothing is, the values are taken over. All operations or none: two that share something must not
    /// disagree.</summary>
    private static List<string> Apply(ImmutableArray<IConfiguredOperation> operations, IConfiguration? configuration)
    {
        var problems = new List<string>();
        var changes = new List<Action>();
        foreach (var operation in operations)
            changes.Add(operation.Read(new(configuration, operation.Name, problems)));

        if (problems.Count == 0)
            changes.ForEach(static change => change());

        return [.. problems.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A name with a slip of the pen in it would configure nothing, and nobody would know.</summary>
    private static IEnumerable<string> Unknown(IConfiguration configuration) =>
        from section in configuration.GetSection(Operations).GetChildren()
        where !IsKnown(section.Key)
        select $"{section.Path} configures nothing: this program has no operation '{section.Key}' that has a [Timeout], [Retry], [CircuitBreaker] or [Fallback].";

    private static bool IsKnown(string name) =>
        s_operations.Any(operation => string.Equals(operation.Name, name, StringComparison.OrdinalIgnoreCase))
        || OperationRegistry.Sites.Any(site => string.Equals(site.Operation.Name, name, StringComparison.OrdinalIgnoreCase));

    private static void Say(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            s_say(problem);
    }

    private sealed class Usage(IConfiguration configuration, IDisposable changes) : IDisposable
    {
        public void Dispose()
        {
            changes.Dispose();
            lock (s_lock)
            {
                // Another host may have started meanwhile.
                if (s_configuration != configuration)
                    return;

                s_configuration = null;
                s_say = static _ => { };
                Apply(s_operations, null);
            }
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
}

/// <summary>The values of one operation: its own first, then those of all.</summary>
/// <param name="configuration">The configuration; null where there is none.</param>
/// <param name="operation">The operation.</param>
/// <param name="problems">Receives what cannot be meant.</param>
internal sealed class OperationValues(IConfiguration? configuration, string operation, List<string> problems)
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
            problems.Add($"{Key(section)} configures nothing: '{operation}' has no [{section}]. Put the attribute on the method; a configuration changes what is declared, and declares nothing.");
    }

    private (string Key, string Text)? Find(string name)
    {
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
