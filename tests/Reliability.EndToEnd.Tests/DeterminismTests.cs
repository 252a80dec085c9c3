namespace Reliability.EndToEnd.Tests;

/// <summary>Same sources, same bytes, wherever they are built.</summary>
public sealed class DeterminismTests(PackageFeed feed)
{
    [Fact]
    public async Task Two_builds_in_two_directories_are_equal_to_the_byte()
    {
        var first = await BuildAsync();
        var second = await BuildAsync();
        Assert.Contains(first.Keys, name => name.EndsWith("Reliability.Manifest.g.cs", StringComparison.Ordinal));
        Assert.Contains(first.Keys, name => name.EndsWith(".rules.yml", StringComparison.Ordinal));
        Assert.Equal(first, second);
    }

    private async Task<SortedDictionary<string, string>> BuildAsync()
    {
        using var project = ConsumerProject.Service(feed);

        // A repository, so that the manifest names the sources.
        await CommandLine.MustRunAsync("git", ["init", "-q"], project.Directory);
        await CommandLine.MustRunAsync(
            "git", ["-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "commit", "-q", "--allow-empty", "-m", "begin"], project.Directory);
        await project.BuildAsync("-p:EmitCompilerGeneratedFiles=true", "-p:CompilerGeneratedFilesOutputPath=generated");
        await CommandLine.MustRunAsync(feed.Tool, ["export", "prometheus", project.Assembly, "--output", "rules"], project.Directory);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in new[] { Path.Combine("generated", "Reliability.Generators"), "rules" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(project.Directory, folder), "*", SearchOption.AllDirectories))
                files.Add(Path.GetRelativePath(project.Directory, file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        var manifest = files.Single(file => file.Key.EndsWith("Reliability.Manifest.g.cs", StringComparison.Ordinal)).Value;
        Assert.Contains("Work.cs:7", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain(project.Directory, string.Concat(files.Values), StringComparison.Ordinal);
        return files;
    }
}
