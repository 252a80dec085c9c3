using System.Text.Json;

namespace Reliability.Corpus.Packages;

/// <summary>Which package needs which, from the file that a restore leaves behind.</summary>
internal sealed class PackageGraph
{
    private readonly Dictionary<string, string[]> _dependencies = new(StringComparer.OrdinalIgnoreCase);

    private PackageGraph()
    {
    }

    public static PackageGraph Read(string assetsFile)
    {
        var graph = new PackageGraph();
        using var assets = JsonDocument.Parse(File.ReadAllText(assetsFile));
        foreach (var package in assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            graph._dependencies[package.Name.Split('/')[0]] = package.Value.TryGetProperty("dependencies", out var dependencies)
                ? [.. dependencies.EnumerateObject().Select(dependency => dependency.Name)]
                : [];
        }

        return graph;
    }

    /// <summary>Packages and all that they need.</summary>
    public IReadOnlyCollection<string> Closure(IEnumerable<string> packages)
    {
        var closure = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(packages);
        while (open.TryPop(out var package))
        {
            if (!closure.Add(package))
                continue;

            foreach (var dependency in _dependencies.GetValueOrDefault(package, []))
                open.Push(dependency);
        }

        return closure;
    }
}
