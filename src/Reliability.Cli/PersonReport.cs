using Reliability.Artifacts;
using Spectre.Console;

namespace Reliability.Cli;

/// <summary>Reports to a person at a terminal, or to the log of a pipeline.</summary>
/// <param name="output">What was done, and what differs.</param>
/// <param name="errors">What is wrong.</param>
/// <param name="cure">The command that writes what is compared.</param>
internal sealed class PersonReport(TextWriter output, TextWriter errors, string cure) : IExportReport
{
    // A changed objective changes some thirty lines of its rules. Who wants to see all of a larger change exports and asks version control.
    private const int LinesOfAFile = 40;

    private const int LinesInAll = 200;

    public void Wrote(IReadOnlyList<string> written, IReadOnlyList<string> deleted, IReadOnlyList<string> stale)
    {
        foreach (var path in written)
            output.WriteLine($"wrote {path}");

        foreach (var path in deleted)
            output.WriteLine($"deleted {path}");

        foreach (var path in stale)
            output.WriteLine($"stale {path}: no longer generated; --prune deletes it");
    }

    public void UpToDate(string directory, int files) => output.WriteLine($"{directory} is up to date: {Words.Count(files, "file")}");

    public void Drifted(string directory, Drift drift)
    {
        var left = LinesInAll;
        foreach (var file in drift.Changed)
            left -= Print(file, Math.Min(left, LinesOfAFile));

        foreach (var path in drift.Missing)
            output.WriteLine($"missing {path}");

        foreach (var path in drift.Stale)
            output.WriteLine($"stale {path}: no longer generated");

        Failed($"{directory}: {drift.Summary}. '{cure}{(drift.Stale.Count > 0 ? " --prune" : "")}' writes it anew.");
    }

    public void Failed(string message) => errors.WriteLine($"error: {message}");

    private int Print(ChangedFile file, int limit)
    {
        Print(new(DiffLineKind.Removed, $"-- {file.Path}", 0));
        Print(new(DiffLineKind.Added, $"++ {file.Path} as it would be written", 0));
        var shown = Math.Min(limit, file.Difference.Count);
        foreach (var line in file.Difference.Take(shown))
            Print(line);

        if (shown < file.Difference.Count)
            output.WriteLine($"… {Words.Count(file.Difference.Count - shown, "more line")}");

        return shown;
    }

    private void Print(DiffLine line)
    {
        var text = Printable.Text(line.ToString());
        if (Terminal.Is(output))
            AnsiConsole.Write(new Text(text + '\n', Style(line.Kind)));
        else
            output.WriteLine(text);
    }

    private static Style Style(DiffLineKind kind) => kind switch
    {
        DiffLineKind.Removed => new(Color.Red),
        DiffLineKind.Added => new(Color.Green),
        DiffLineKind.Place => new(Color.Aqua),
        _ => Spectre.Console.Style.Plain,
    };
}
