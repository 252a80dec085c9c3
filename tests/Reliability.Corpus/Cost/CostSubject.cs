using Reliability.Corpus.Compilations;
using Reliability.Corpus.Packages;
using Reliability.Corpus.Repositories;

namespace Reliability.Corpus.Cost;

/// <summary>The code over which costs are measured: whole projects, largest first, up to a number of lines. Projects stay
/// apart, as one compilation of all of them would not bind: each has a Program, its own usings and its own settings.</summary>
internal static class CostSubject
{
    public static IReadOnlyList<CompilableProject> Choose(string directory, int lines, PackageCache packages)
    {
        var chosen = new List<CompilableProject>();
        var total = 0;
        foreach (var project in RepositoryReader.ReadAll(directory).SelectMany(repository => Prepare(repository, packages)).OrderByDescending(project => project.Lines))
        {
            if (total >= lines)
                break;

            chosen.Add(project);
            total += project.Lines;
        }

        return chosen;
    }

    private static IReadOnlyList<CompilableProject> Prepare(SourceRepository repository, PackageCache packages) =>
        RepositoryCompiler.Prepare(repository, packages.Get(repository.Name, repository.Projects.SelectMany(project => project.Packages)));
}
