using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Reliability.Corpus.Packages;
using Reliability.Corpus.Projects;
using Reliability.Corpus.Repositories;

namespace Reliability.Corpus.Compilations;

/// <summary>Parses the projects of a repository and gives each what it refers to.</summary>
internal sealed class RepositoryCompiler
{
    private static readonly ConcurrentDictionary<string, MetadataReference> s_references = new(StringComparer.Ordinal);

    private readonly PackageAssemblies _packages;
    private readonly Dictionary<string, CodeProject> _projects;
    private readonly HashSet<string> _ownAssemblies;
    private readonly Dictionary<string, CompilableProject?> _compilable = new(StringComparer.Ordinal);

    private RepositoryCompiler(SourceRepository repository, PackageAssemblies packages)
    {
        _packages = packages;
        _ownAssemblies = repository.Projects.Select(project => project.AssemblyName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _projects = repository.Projects.ToDictionary(project => project.Path, StringComparer.Ordinal);
    }

    public static IReadOnlyList<CompilableProject> Prepare(SourceRepository repository, PackageAssemblies packages)
    {
        var compiler = new RepositoryCompiler(repository, packages);
        return [.. repository.Projects.Select(project => compiler.Prepare(project.Path)).OfType<CompilableProject>()];
    }

    public static MetadataReference Reference(string path) => s_references.GetOrAdd(path, key => MetadataReference.CreateFromFile(key));

    private CompilableProject? Prepare(string path)
    {
        if (_compilable.TryGetValue(path, out var known) || !_projects.TryGetValue(path, out var project))
            return known;

        // Until it is done a project counts as absent, which ends a circle of references.
        _compilable[path] = null;
        var reachable = Reachable(project);
        var compilable = new CompilableProject
        {
            Name = project.Name,
            AssemblyName = project.AssemblyName,
            Options = project.Options,
            Sources = [.. project.Sources.AsParallel().AsOrdered().Select(file => Parse(file, project.ParseOptions))],
            Generated = [Parse($"{project.Path}.g.cs", SourceText.From(project.GeneratedSource, Encoding.UTF8), project.ParseOptions)],
            References = [.. Visible(reachable.Append(project)).Select(Reference)],
            Projects = [.. reachable.Select(one => Prepare(one.Path)).OfType<CompilableProject>()],
            BuildOptions = BuildOptions.Of(project.BuildProperties),
        };
        return _compilable[path] = compilable with
        {
            Generated = compilable.Generated.AddRange(FrameworkGenerators.Run(compilable.Compile(), project.ParseOptions, compilable.BuildOptions)),
        };
    }

    /// <summary>The assemblies that projects see, without earlier versions of what is compiled here.</summary>
    private IEnumerable<string> Visible(IEnumerable<CodeProject> projects) =>
        _packages.Visible(projects.SelectMany(project => project.Packages).Select(package => package.Id))
            .Where(path => !_ownAssemblies.Contains(Path.GetFileNameWithoutExtension(path)));

    /// <summary>References of references count too, as they do in a build.</summary>
    private List<CodeProject> Reachable(CodeProject project)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { project.Path };
        var found = new List<CodeProject>();
        var open = new Queue<string>(project.ProjectReferences);
        while (open.TryDequeue(out var path))
        {
            if (!seen.Add(path) || !_projects.TryGetValue(path, out var reference))
                continue;

            found.Add(reference);
            foreach (var next in reference.ProjectReferences)
                open.Enqueue(next);
        }

        return found;
    }

    private static SyntaxTree Parse(string file, CSharpParseOptions options)
    {
        using var stream = File.OpenRead(file);
        return Parse(file, SourceText.From(stream, Encoding.UTF8), options);
    }

    private static SyntaxTree Parse(string file, SourceText text, CSharpParseOptions options) => CSharpSyntaxTree.ParseText(text, options, file);
}
