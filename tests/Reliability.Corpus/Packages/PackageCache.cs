namespace Reliability.Corpus.Packages;

/// <summary>Restores the packages of a repository, once: the answer is kept in a directory.</summary>
internal sealed class PackageCache(string directory)
{
    private const string Key = "key.txt";
    private const string Lines = "assemblies.txt";
    private const string MissingPackages = "missing.txt";

    public PackageAssemblies Get(string repository, IEnumerable<PackageRequest> requests)
    {
        var plan = new RestorePlan(requests);
        var key = string.Join('\n', plan.Requests.Select(request => $"{request.Key} {request.Value}"));
        var entry = Directory.CreateDirectory(Path.Combine(directory, repository)).FullName;
        var project = new RestoreProject(Path.Combine(entry, "project"));
        if (Read(Path.Combine(entry, Key)) == key && Read(Path.Combine(entry, Lines)) is { } known)
            return Assemblies(known.Split('\n', StringSplitOptions.RemoveEmptyEntries), project, Read(Path.Combine(entry, MissingPackages))?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? []);

        // Written last, so that an interrupted restore counts as none.
        var lines = project.Restore(plan) ?? [];
        File.WriteAllText(Path.Combine(entry, MissingPackages), string.Join('\n', plan.Missing.Concat(plan.StandIns.Keys.Select(id => $"{id} (needed by a package)"))));
        File.WriteAllText(Path.Combine(entry, Lines), string.Join('\n', lines));
        File.WriteAllText(Path.Combine(entry, Key), key);
        return Assemblies(lines, project, [.. plan.Missing]);
    }

    private static PackageAssemblies Assemblies(IReadOnlyCollection<string> lines, RestoreProject project, IReadOnlyCollection<string> missing) =>
        lines.Count == 0
            ? PackageAssemblies.FromUniverse(missing)
            : PackageAssemblies.FromRestore(lines, PackageGraph.Read(project.AssetsFile), missing);

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;
}
