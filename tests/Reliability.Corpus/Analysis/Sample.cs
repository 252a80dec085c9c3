using System.Security.Cryptography;
using System.Text;

namespace Reliability.Corpus.Analysis;

/// <summary>Chooses the reports that a person is to judge: as good as at random, so that their share of right ones stands
/// for all, and yet the same in every run.</summary>
internal static class Sample
{
    public static IReadOnlyList<(RepositoryResult Repository, Report Report)> Of(IEnumerable<RepositoryResult> results, string rule, int count) =>
        [.. results.SelectMany(result => result.Reports.Where(report => report.Rule == rule).Select(report => (Repository: result, Report: report)))
            .OrderBy(pair => Hash(pair.Repository, pair.Report), StringComparer.Ordinal)
            .Take(count)
            .OrderBy(pair => pair.Repository.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(pair => pair.Report.Path, StringComparer.Ordinal)
            .ThenBy(pair => pair.Report.Line)
            .ThenBy(pair => pair.Report.Column)];

    private static string Hash(RepositoryResult repository, Report report) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{repository.Name}/{report.Path}:{report.Line}:{report.Column}:{report.Rule}")));
}
