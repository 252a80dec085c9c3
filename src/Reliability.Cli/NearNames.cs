using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Says what somebody may have meant.</summary>
internal static class NearNames
{
    private const int Most = 5;

    /// <summary>The message for a name that there is not.</summary>
    public static string Unknown(string what, string name, IEnumerable<string> names)
    {
        var known = names.Distinct(StringComparer.Ordinal).ToList();
        if (known.Count == 0)
            return $"There is no {what} '{Printable.Text(name)}', and no other.";

        var near = known.Where(other => IsNear(name, other)).OrderBy(other => Distance(name, other)).ThenBy(other => other, StringComparer.Ordinal).ToList();
        var shown = (near.Count > 0 ? near : known).Take(Most).Select(other => $"'{Printable.Text(other)}'").ToList();
        var rest = near.Count == 0 && known.Count > Most ? $", and {known.Count - Most} more" : "";
        return $"There is no {what} '{Printable.Text(name)}'. {(near.Count > 0 ? "Did you mean" : "There is")} {string.Join(near.Count > 0 ? " or " : ", ", shown)}{rest}{(near.Count > 0 ? "?" : ".")}";
    }

    private static bool IsNear(string name, string other) =>
        other.Contains(name, StringComparison.OrdinalIgnoreCase) || Distance(name, other) <= Math.Max(1, Math.Min(name.Length, other.Length) / 3);

    /// <summary>How many letters must be typed, deleted or changed to make one of the other (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var (from, to) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
