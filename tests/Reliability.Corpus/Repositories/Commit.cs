using System.Diagnostics;

namespace Reliability.Corpus.Repositories;

/// <summary>Which commit a directory holds: git says, or, for a tree without git, a file named COMMIT.</summary>
internal static class Commit
{
    public const string FileName = "COMMIT";

    private const int ShortLength = 9;

    public static string Of(string directory)
    {
        var file = Path.Combine(directory, FileName);
        var commit = File.Exists(file) ? File.ReadAllText(file).Trim() : IsGit(directory) ? Ask(directory) : "";
        return commit.Length > ShortLength ? commit[..ShortLength] : commit;
    }

    public static bool IsKnown(string directory) => IsGit(directory) || File.Exists(Path.Combine(directory, FileName));

    private static bool IsGit(string directory) => Path.Combine(directory, ".git") is var git && (Directory.Exists(git) || File.Exists(git));

    private static string Ask(string directory)
    {
        var start = new ProcessStartInfo("git", ["-C", directory, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : "";
    }
}
