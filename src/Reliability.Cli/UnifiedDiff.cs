using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace Reliability.Cli;

/// <summary>The difference of two texts as people know it from version control. Line ends do not count: version control may
/// have changed them.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The lines of the difference; none when there is none.</summary>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var difference = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, LineChunker.Instance);
        return [.. Hunks(difference.DiffBlocks).SelectMany(hunk => Lines(hunk, difference.PiecesOld, difference.PiecesNew))];
    }

    /// <summary>Changes that are so near that their surroundings touch are shown as one.</summary>
    private static IEnumerable<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> changes)
    {
        var hunk = new List<DiffBlock>();
        foreach (var change in changes)
        {
            if (hunk.Count > 0 && change.DeleteStartA - EndOf(hunk[^1]) > 2 * Context)
            {
                yield return hunk;
                hunk = [];
            }

            hunk.Add(change);
        }

        if (hunk.Count > 0)
            yield return hunk;
    }

    private static IEnumerable<DiffLine> Lines(List<DiffBlock> hunk, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var at = Math.Max(0, hunk[0].DeleteStartA - Context);
        var end = Math.Min(before.Count, EndOf(hunk[^1]) + Context);
        var shift = hunk[0].InsertStartB - hunk[0].DeleteStartA;
        var grown = hunk.Sum(change => change.InsertCountB - change.DeleteCountA);
        yield return new(DiffLineKind.Place, $"@@ -{at + 1},{end - at} +{at + shift + 1},{end - at + grown} @@", at + 1);
        foreach (var change in hunk)
        {
            for (; at < change.DeleteStartA; at++)
                yield return new(DiffLineKind.Same, before[at], at + 1);

            for (; at < EndOf(change); at++)
                yield return new(DiffLineKind.Removed, before[at], at + 1);

            for (var added = 0; added < change.InsertCountB; added++)
                yield return new(DiffLineKind.Added, after[change.InsertStartB + added], at + 1);
        }

        for (; at < end; at++)
            yield return new(DiffLineKind.Same, before[at], at + 1);
    }

    private static int EndOf(DiffBlock change) => change.DeleteStartA + change.DeleteCountA;
}

/// <summary>A line of a difference.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Text">The line, without a sign before it.</param>
/// <param name="Number">The number of the line before the change, from 1.</param>
internal readonly record struct DiffLine(DiffLineKind Kind, string Text, int Number)
{
    /// <summary>As it is printed.</summary>
    public override string ToString() => Kind switch
    {
        DiffLineKind.Same => ' ' + Text,
        DiffLineKind.Removed => '-' + Text,
        DiffLineKind.Added => '+' + Text,
        _ => Text,
    };
}

/// <summary>What a line of a difference says.</summary>
internal enum DiffLineKind
{
    Place,
    Same,
    Removed,
    Added,
}
