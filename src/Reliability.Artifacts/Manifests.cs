using Reliability.Model;

namespace Reliability.Artifacts;

/// <summary>Finds manifests and brings together what several assemblies say of one service.</summary>
public static class Manifests
{
    /// <summary>Reads assemblies, and every .dll and .exe of directories (not of those below them) that holds a manifest,
    /// and merges assemblies that declare the same service.</summary>
    /// <param name="paths">Assemblies and directories.</param>
    /// <returns>One manifest for each service, sorted by name (ordinal).</returns>
    /// <exception cref="ManifestException">There is no manifest, one is not valid, or two contradict each other.</exception>
    public static IReadOnlyList<ServiceManifest> Load(params IReadOnlyList<string> paths) =>
        Merge(paths.SelectMany(path => Directory.Exists(path) ? ReadDirectory(path) : [new(path, ManifestReader.Read(path))]));

    /// <summary>Reads those of some files that hold a manifest: of everything that a build puts together, perhaps none.</summary>
    /// <param name="files">Files of any kind.</param>
    /// <returns>One manifest for each service, sorted by name (ordinal).</returns>
    /// <exception cref="ManifestException">A manifest is not valid, or two contradict each other.</exception>
    public static IReadOnlyList<ServiceManifest> LoadPresent(IReadOnlyList<string> files) =>
        Merge(files.Select(ReadIfPresent).OfType<Source>());

    private static IReadOnlyList<ServiceManifest> Merge(IEnumerable<Source> sources) =>
        [.. sources.GroupBy(source => source.Manifest.Service.Name, StringComparer.Ordinal)
            .OrderBy(service => service.Key, StringComparer.Ordinal)
            .Select(Merge)];

    private static List<Source> ReadDirectory(string directory)
    {
        var files = AssembliesIn(directory);
        var sources = files.Select(ReadIfPresent).OfType<Source>().ToList();
        return sources.Count > 0
            ? sources
            : throw new ManifestException(
                ManifestProblem.NoManifest, directory, $"none of its {files.Length} .dll and .exe files holds a reliability manifest.",
                "Name the directory that the build writes to (directories below it are not searched), or one assembly.");
    }

    private static string[] AssembliesIn(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFiles(directory)
                .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".DLL" or ".EXE")
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException(
                ManifestProblem.Unreadable, directory, $"the directory cannot be read ({e.Message}).", "Check who may read it.", e);
        }
    }

    private static Source? ReadIfPresent(string file)
    {
        try
        {
            return new(file, ManifestReader.Read(file));
        }
        catch (ManifestException e) when (e.Problem is ManifestProblem.NotAnAssembly or ManifestProblem.NoManifest)
        {
            // A directory of a build is full of these: libraries, native code, launchers.
            return null;
        }
    }

    private static ServiceManifest Merge(IGrouping<string, Source> service)
    {
        var sources = service.ToList();
        MustNotRepeat(sources);
        return new()
        {
            Service = new()
            {
                Name = service.Key,
                System = Agreed(sources, "system", service => service.System),
                Tier = Agreed(sources, "tier", service => service.Tier),
            },
            Owner = OnlyOwner(sources),
            Operations = sources.SelectMany(source => source.Manifest.Operations)
                .OrderBy(operation => operation.Name, StringComparer.Ordinal)
                .ToEquatableArray(),
        };
    }

    private static void MustNotRepeat(List<Source> sources)
    {
        var declarations = sources.SelectMany(source => source.Manifest.Operations.Select(operation => (source.Assembly, operation.Name)));
        if (declarations.GroupBy(declared => declared.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is not { } twice)
            return;

        throw Conflict(
            sources, twice.Select(declared => declared.Assembly), $"declares the operation '{Printable.Text(twice.Key)}' twice",
            "Their events would be counted into one series: give one of them another Name.");
    }

    /// <summary>The parts of a service may well have owners of their own; then the whole has none that it could name.</summary>
    private static Ownership? OnlyOwner(List<Source> sources) =>
        sources.Select(source => source.Manifest.Owner).OfType<Ownership>().Distinct().ToList() is [var owner] ? owner : null;

    private static string? Agreed(List<Source> sources, string what, Func<ServiceIdentity, string?> member)
    {
        var declared = sources.Where(source => member(source.Manifest.Service) is not null).ToList();
        var values = declared.Select(source => member(source.Manifest.Service)!).Distinct(StringComparer.Ordinal).ToList();
        return values.Count <= 1
            ? values.SingleOrDefault()
            : throw Conflict(
                sources, declared.Select(source => source.Assembly),
                $"has more than one {what} ({string.Join(", ", values.Select(value => $"'{Printable.Text(value)}'"))})",
                $"Declare the same {what} in each of these assemblies, or in only one.");
    }

    private static ManifestException Conflict(List<Source> sources, IEnumerable<string> assemblies, string reason, string cure) => new(
        ManifestProblem.Conflict, string.Join(", ", assemblies),
        $"the service '{Printable.Text(sources[0].Manifest.Service.Name)}' {reason}.", cure);

    private sealed record Source(string Assembly, ServiceManifest Manifest);
}
