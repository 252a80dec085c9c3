using Reliability.Corpus.Projects;

namespace Reliability.Corpus.Repositories;

/// <summary>One repository of the corpus: what of it is looked at and what is not.</summary>
/// <param name="Name">The name of its directory.</param>
/// <param name="Directory">Where it is.</param>
/// <param name="Commit">The commit, shortened, or empty.</param>
/// <param name="Projects">The projects to look at.</param>
/// <param name="LeftOut">The other ones, each with the reason.</param>
internal sealed record SourceRepository(
    string Name, string Directory, string Commit, IReadOnlyList<CodeProject> Projects, IReadOnlyList<(string Project, string Reason)> LeftOut)
{
    public string Title => Commit.Length == 0 ? Name : $"{Name} @ {Commit}";
}
