using Reliability.Corpus.Compilations;
using Reliability.Corpus.Packages;
using Reliability.Corpus.Repositories;

namespace Reliability.Corpus.Cost;

/// <summary>The code over which costs are measured: whole projects, the largest of each repository first, up to a number of
/// lines. Projects stay apart, as one compilation of all of them would not bind: each has a Program, its own usings and its
/// own settings.</summary>
internal static class CostSubject
{
    public static IReadOnlyList<CompilableProject> Choose(string directory, int lines, PackageCache packages)
    {
        var chosen = new List<CompilableProject>();
        var total = 0;
        foreach (var project in InTurns(RepositoryReader.ReadAll(directory).Select(repository => Prepare(repository, packages))))
        {
            if (total >= lines)
                break;

            chosen.Add(project);
            total += project.Lines;
        }

        return chosen;
    }

    private static IEnumerable<CompilableProject> InTurns(IEnumerable<IReadOnlyList<CompilableProject>> repositories) =>
        repositories.SelectMany(projects => projects.OrderByDescending(project => project.Lines).Select((project, place) => (Project: project, Place: place)))
            .OrderBy(pair => pair.Place)
            .Select(pair => pair.Project);

    private static IReadOnlyList<CompilableProject> Prepare(SourceRepository repository, PackageCache packages) =>
        RepositoryCompiler.Prepare(repository, packages.Get(repository.Name, repository.Projects.SelectMany(project => project.Packages)));
}
