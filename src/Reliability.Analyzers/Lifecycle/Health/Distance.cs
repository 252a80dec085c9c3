namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>Tells whether one word is meant by another.</summary>
internal static class Distance
{
    /// <summary>Whether two words differ in one or two letters, and have more in common.</summary>
    public static bool IsSmall(string one, string other)
    {
        var most = Math.Min(2, Math.Min(one.Length, other.Length) / 2);
        return Math.Abs(one.Length - other.Length) <= most && Between(one.ToUpperInvariant(), other.ToUpperInvariant()) <= most;
    }

    private static int Between(string one, string other)
    {
        var above = Enumerable.Range(0, other.Length + 1).ToArray();
        foreach (var letter in one)
        {
            var row = new int[other.Length + 1];
            row[0] = above[0] + 1;
            for (var i = 0; i < other.Length; i++)
                row[i + 1] = Math.Min(Math.Min(row[i], above[i + 1]) + 1, above[i] + (letter == other[i] ? 0 : 1));

            above = row;
        }

        return above[other.Length];
    }
}
