using Reliability.Corpus.Compilations;
using Reliability.Corpus.Packages;
using Reliability.Corpus.Projects;
using Reliability.Corpus.Repositories;

namespace Reliability.Corpus.Analysis;

/// <summary>Runs rules over a whole corpus, one repository after another, so that memory holds one at a time.</summary>
internal sealed class CorpusRun(RuleSelection selection, string? shape, PackageCache packages, TextWriter progress)
{
    private const int ListedErrors = 8;

    public async Task<IReadOnlyList<RepositoryResult>> OverDirectory(string directory)
    {
        var results = new List<RepositoryResult>();
        foreach (var repository in RepositoryReader.ReadAll(directory).Select(Shaped))
        {
            await progress.WriteLineAsync($"{repository.Title}: {repository.Projects.Count} projects");
            var assemblies = packages.Get(repository.Name, repository.Projects.SelectMany(project => project.Packages));
            var result = new RepositoryResult(repository.Name, repository.Title);
            await new RepositoryAnalysis(selection, result, repository.Directory).Run(RepositoryCompiler.Prepare(repository, assemblies));
            Remark(result, repository, assemblies);
            results.Add(result);
            await progress.WriteLineAsync($"  {result.Lines} lines, {result.ErrorCount} compile errors, {result.Reports.Count} reports, {result.Crashes.Count} crashes");
        }

        return results;
    }

    public async Task<IReadOnlyList<RepositoryResult>> OverBinaryLog(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var result = new RepositoryResult(name, name);
        await new RepositoryAnalysis(selection, result, Path.GetDirectoryName(Path.GetFullPath(path))!).Run(BinaryLog.Read(path));
        RemarkErrors(result);
        return [result];
    }

    private SourceRepository Shaped(SourceRepository repository) => shape is null
        ? repository
        : repository with { Projects = [.. repository.Projects.Select(project => project with { BuildProperties = project.BuildProperties.SetItem(Shape.Property, shape) })] };

    private static void Remark(RepositoryResult result, SourceRepository repository, PackageAssemblies assemblies)
    {
        if (assemblies.IsUniverse)
            result.Remarks.Add("No packages could be restored; compiled against the universe alone.");

        if (assemblies.Missing.Count > 0)
            result.Remarks.Add($"Packages that the registry lacks: {string.Join(", ", assemblies.Missing)}");

        foreach (var reason in repository.LeftOut.GroupBy(project => project.Reason).OrderBy(group => group.Key, StringComparer.Ordinal))
            result.Remarks.Add($"Left out, {reason.Key}: {string.Join(", ", reason.Select(project => Path.GetFileNameWithoutExtension(project.Project)))}");

        RemarkErrors(result);
    }

    private static void RemarkErrors(RepositoryResult result)
    {
        if (result.BadlyBound.Count > 0)
            result.Remarks.Add($"Badly bound, reports to be read with care: {string.Join(", ", result.BadlyBound)}");

        foreach (var (id, error) in result.Errors.OrderByDescending(error => error.Value.Count).ThenBy(error => error.Key, StringComparer.Ordinal).Take(ListedErrors))
            result.Remarks.Add($"{error.Count} × {id}, first `{error.Example}`");
    }
}
