using System.Collections.Immutable;

namespace Reliability.Analyzers.Engine;

/// <summary>What an analyzer tells its fix. A diagnostic without <see cref="Fix"/> has none.</summary>
internal static class DiagnosticProperties
{
    /// <summary>What the fix does.</summary>
    public const string Fix = "Fix";

    /// <summary>The text that the fix writes.</summary>
    public const string Value = "Value";

    /// <summary>A diagnostic that nothing can fix mechanically.</summary>
    public static ImmutableDictionary<string, string?> None => ImmutableDictionary<string, string?>.Empty;

    /// <summary>A diagnostic with a fix.</summary>
    public static ImmutableDictionary<string, string?> With(string fix, string? value = null) => None.Add(Fix, fix).Add(Value, value);
}
