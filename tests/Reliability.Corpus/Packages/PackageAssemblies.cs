namespace Reliability.Corpus.Packages;

/// <summary>The assemblies that the packages of a repository hold, and which of them a project gets to see.</summary>
internal sealed class PackageAssemblies
{
    private readonly ILookup<string, string> _byPackage;
    private readonly PackageGraph? _graph;

    private PackageAssemblies(ILookup<string, string> byPackage, PackageGraph? graph, IReadOnlyCollection<string> missing)
    {
        _byPackage = byPackage;
        _graph = graph;
        Missing = missing;
    }

    /// <summary>The packages that could not be had.</summary>
    public IReadOnlyCollection<string> Missing { get; }

    /// <summary>Whether no package at all could be had, so that the universe has to do.</summary>
    public bool IsUniverse => _graph is null;

    public static PackageAssemblies FromUniverse(IReadOnlyCollection<string> missing) =>
        new(Array.Empty<string>().ToLookup(path => path), null, missing);

    /// <param name="lines">Path, package and framework of every reference.</param>
    /// <param name="graph">Which package needs which.</param>
    /// <param name="missing">What could not be had.</param>
    public static PackageAssemblies FromRestore(IEnumerable<string> lines, PackageGraph graph, IReadOnlyCollection<string> missing) => new(
        lines.Select(line => line.Split('|')).Where(parts => parts[2].Length == 0).ToLookup(parts => parts[1], parts => parts[0], StringComparer.OrdinalIgnoreCase),
        graph,
        missing);

    /// <summary>What a project sees that refers to some packages: their assemblies before the framework's of the same name.</summary>
    public IReadOnlyList<string> Visible(IEnumerable<string> packages)
    {
        if (_graph is null)
            return FrameworkReferences.Universe;

        return [.. _graph.Closure(packages).SelectMany(package => _byPackage[package]).Concat(FrameworkReferences.Framework).DistinctBy(Path.GetFileName)];
    }
}
