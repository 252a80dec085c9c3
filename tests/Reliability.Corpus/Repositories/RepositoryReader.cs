using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reliability.Corpus.Projects;

namespace Reliability.Corpus.Repositories;

/// <summary>Finds repositories and their projects.</summary>
internal static class RepositoryReader
{
    /// <summary>The directory itself where it is a repository, otherwise every directory in it that is one.</summary>
    public static IReadOnlyList<SourceRepository> ReadAll(string directory)
    {
        var full = Paths.Native(Path.GetFullPath(directory)).TrimEnd('/');
        if (Commit.IsKnown(full) || Directory.EnumerateFiles(full).Any(file => SourceFiles.IsCSharp(file) || IsProject(file)))
            return [Read(full)];

        return [.. Directory.EnumerateDirectories(full)
            .Where(child => !Path.GetFileName(child).StartsWith('.'))
            .Where(child => Commit.IsKnown(child) || SourceFiles.Below(child, []).Any())
            .OrderBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
            .Select(Read)];
    }

    private static SourceRepository Read(string directory)
    {
        var files = Directory.EnumerateFiles(directory, "*.csproj", new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive })
            .Select(Paths.Native)
            .Order(StringComparer.Ordinal)
            .ToList();
        var directories = files.Select(file => Path.GetDirectoryName(file)!).ToHashSet(StringComparer.Ordinal);
        var projects = new List<CodeProject>();
        var leftOut = new List<(string, string)>();
        foreach (var file in files)
        {
            var (project, reason) = ProjectReader.Read(file, directory, directories);
            if (project is { Sources.Count: 0 })
                leftOut.Add((Paths.Relative(directory, file), "no C# files"));
            else if (project is not null)
                projects.Add(project);
            else
                leftOut.Add((Paths.Relative(directory, file), reason!));
        }

        if (files.Count == 0)
            projects.Add(WithoutProject(directory));

        return new SourceRepository(Path.GetFileName(directory), directory, Commit.Of(directory), projects, leftOut);
    }

    private static CodeProject WithoutProject(string directory) => new()
    {
        Path = directory + "/",
        Name = Path.GetFileName(directory),
        AssemblyName = Path.GetFileName(directory),
        Sources = [.. SourceFiles.Below(directory, []).Order(StringComparer.Ordinal)],
        ParseOptions = new CSharpParseOptions(LanguageVersion.Latest),
        Options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable),
        GeneratedSource = "",
    };

    private static bool IsProject(string file) => file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase);
}
