namespace Reliability.Corpus.Projects;

/// <summary>Paths as project files write them, with either slash.</summary>
internal static class Paths
{
    public static string Native(string path) => path.Replace('\\', '/');

    public static string Full(string directory, string path) => Path.GetFullPath(Path.Combine(directory, Native(path).Trim()));

    public static bool IsBelow(string path, string directory) =>
        path.StartsWith(directory.TrimEnd('/') + "/", StringComparison.Ordinal);

    public static string Relative(string directory, string path) => Native(Path.GetRelativePath(directory, path));
}
