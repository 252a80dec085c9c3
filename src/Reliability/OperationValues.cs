using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Reliability;

/// <summary>The values of one operation: its own first, then those of all.</summary>
/// <param name="configuration">The configuration; null where there is none.</param>
/// <param name="operation">The operation.</param>
/// <param name="settings">Receives the names that are asked for: all others are slips of the pen.</param>
/// <param name="defaults">Receives those of them that there may be a value for all of.</param>
/// <param name="problems">Receives what cannot be meant.</param>
/// <param name="doubts">Receives what cannot be meant unless another operation of the name declares it, by the section that it would have to
/// declare.</param>
internal sealed class OperationValues(
    IConfiguration? configuration, IConfiguredOperation operation, HashSet<string> settings, HashSet<string> defaults, List<string> problems,
    List<(HashSet<string> Settings, string Section, string Problem)> doubts)
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
            problems.Add($"{Find(name)?.Key ?? $"{Key(name)}, as it is declared,"} {problem}.");
    }

    /// <summary>Says where a setting of the operation changes nothing. An endpoint may have the name of the method that is its body, and declare
    /// what the method does not carry out.</summary>
    /// <param name="section">The section: <c>Retry</c>.</param>
    /// <param name="isDeclared">Whether there is something to change.</param>
    public void Expect(string section, bool isDeclared)
    {
        if (!isDeclared && configuration?.GetSection(Key(section)).Exists() == true)
            doubts.Add((settings, section + ":", $"{Key(section)} configures nothing: '{operation.Name}' has no [{section}] that a configuration could change. Put the attribute on the method; a configuration changes what is declared, and declares nothing."));
    }

    /// <summary>Says where a setting changes nothing although others of its section do: what it would change is not declared. It is a
    /// default like any other, for those who declare it.</summary>
    /// <param name="name">The setting: <c>Timeout:AttemptMilliseconds</c>.</param>
    public void Undeclared(string name)
    {
        settings.Add(name);
        defaults.Add(name);
        if (configuration?[Key(name)] is not null)
            problems.Add($"{Key(name)} configures nothing: '{operation.Name}' declares no {name.Split(':')[^1]}. Put it into the attribute; a configuration changes what is declared, and declares nothing.");
    }

    /// <summary>Says that operations of another kind have a setting: a value for all is no slip of the pen, one for this is.</summary>
    /// <param name="name">The setting.</param>
    public void OfOthers(string name) => defaults.Add(name);

    private (string Key, string Text)? Find(string name)
    {
        settings.Add(name);
        if (configuration?[Key(name)] is { } own)
            return (Key(name), own);

        if (!operation.FollowsDefaults)
            return null;

        defaults.Add(name);
        var key = OperationSettings.Defaults + ":" + name;
        return configuration?[key] is { } text ? (key, text) : null;
    }

    private string Key(string name) => operation.Section + ":" + name;
}
