namespace Reliability.Corpus.Packages;

/// <summary>The assemblies of .NET and ASP.NET Core, and, where packages cannot be had, those of the project
/// tests/Universe.</summary>
internal static class FrameworkReferences
{
    private static readonly string[] s_universe =
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "universe.txt")).Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Distinct()];

    /// <summary>The directories of the reference packs.</summary>
    private static IEnumerable<string> Packs { get; } =
        s_universe.Where(path => path.Contains(".App.Ref/", StringComparison.Ordinal)).Select(path => Path.GetDirectoryName(path)!).Distinct().Order(StringComparer.Ordinal).ToArray();

    public static IReadOnlyList<string> Framework { get; } =
        [.. Packs.SelectMany(pack => Directory.EnumerateFiles(pack, "*.dll")).Order(StringComparer.Ordinal).DistinctBy(Path.GetFileName)];

    /// <summary>Everything in the universe that is not ours.</summary>
    public static IReadOnlyList<string> Universe { get; } =
        [.. s_universe.Where(path => !Path.GetFileName(path).StartsWith("Reliability", StringComparison.Ordinal))];

    /// <summary>The directories with the source generators of the packs.</summary>
    public static IEnumerable<string> Generators =>
        Packs.Select(pack => Path.GetFullPath(Path.Combine(pack, "..", "..", "analyzers", "dotnet", "cs"))).Where(Directory.Exists);
}
