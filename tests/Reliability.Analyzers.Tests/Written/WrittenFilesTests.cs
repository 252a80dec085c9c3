namespace Reliability.Analyzers.Tests.Written;

/// <summary>What is written from the catalogue is as the catalogue says. To write it anew:
/// <c>RELIABILITY_WRITE=1 dotnet test --project tests/Reliability.Analyzers.Tests -- --filter-class "*WrittenFilesTests"</c>.</summary>
public class WrittenFilesTests
{
    private static readonly Dictionary<string, Func<string, string>> s_files = new(StringComparer.Ordinal)
    {
        ["docs/rules/README.md"] = RuleIndex.InRules,
        ["README.md"] = RuleIndex.InReadme,
        ["src/Reliability.Analyzers/AnalyzerReleases.Unshipped.md"] = ReleaseNotes.Unshipped,
        ["src/Reliability.Analyzers.Package/buildTransitive/Reliability.Analyzers.Rules.props"] = RuleIds.Props,
    };

    public static TheoryData<string> Files => [.. s_files.Keys.Concat(Presets.All.Select(preset => preset.Path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_written_file_is_what_the_catalogue_says(string path)
    {
        var full = Path.Combine(RulePage.RepositoryRoot, path);
        var now = File.Exists(full) ? File.ReadAllText(full) : "";
        var expected = s_files.TryGetValue(path, out var write) ? write(now) : Presets.All.Single(preset => preset.Path == path).Write(now);
        if (Environment.GetEnvironmentVariable("RELIABILITY_WRITE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, expected);
        }
        else
        {
            Assert.Equal(expected, now);
        }
    }

    [Fact]
    public void No_preset_is_left_over() => Assert.Equal(
        Presets.All.Select(preset => preset.Path).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(RulePage.RepositoryRoot, Presets.Folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RulePage.RepositoryRoot, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
}
