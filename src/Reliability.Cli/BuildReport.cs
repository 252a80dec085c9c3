using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Reports to MSBuild: errors and warnings in the form that it recognises, and the written files as a list.</summary>
/// <param name="output">MSBuild reads it.</param>
/// <param name="list">The file to write that list to: by it MSBuild knows what there is to clean, and that this has run.</param>
internal sealed class BuildReport(TextWriter output, string list) : IExportReport
{
    private const string Id = "REL0003";

    public void Wrote(IReadOnlyList<string> written, IReadOnlyList<string> deleted, IReadOnlyList<string> stale)
    {
        File.WriteAllLines(list, written);
        foreach (var path in stale)
        {
            Say(path, "warning",
                "No longer generated. Delete it; or, if another project wrote it, give each project a ReliabilityExportDirectory of its own.");
        }
    }

    /// <summary>What this project wrote itself, by the list of its last build, it may delete as well.</summary>
    public static Func<string, bool> WrittenBefore(string list) =>
        File.Exists(list) ? File.ReadAllLines(list).ToHashSet(StringComparer.Ordinal).Contains : _ => false;

    public void UpToDate(string directory, int files) => output.WriteLine($"{directory} is up to date: {Words.Count(files, "file")}");

    public void Drifted(string directory, Drift drift)
    {
        foreach (var file in drift.Changed)
        {
            // One line is all that MSBuild takes for an error: the first that differs, where it is.
            var first = file.Difference.First(line => line.Kind is DiffLineKind.Removed or DiffLineKind.Added);
            Say($"{file.Path}({first.Number})", "error", $"Differs from what the code promises: {What(first, file)}");
        }

        foreach (var path in drift.Missing)
            Say(path, "error", "Missing: the code promises something that was never exported.");

        foreach (var path in drift.Stale)
            Say(path, "error", "No longer generated: what it says is promised no more.");
    }

    public void Failed(string message) => Say("reliability", "error", string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static string What(DiffLine first, ChangedFile file)
    {
        var now = file.Difference.FirstOrDefault(line => line.Kind == DiffLineKind.Added && line.Number >= first.Number);
        return (first.Kind, now.Kind) switch
        {
            (DiffLineKind.Added, _) => $"'{first.Text.Trim()}' is not in it.",
            (_, DiffLineKind.Added) => $"it says '{first.Text.Trim()}', and would say '{now.Text.Trim()}'.",
            _ => $"'{first.Text.Trim()}' is no longer said.",
        };
    }

    private void Say(string place, string severity, string message) =>
        output.WriteLine($"{Printable.Text(place)} : {severity} {Id}: {Printable.Text(message)}");
}
