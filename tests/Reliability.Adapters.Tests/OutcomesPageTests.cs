using System.Reflection;
using System.Text.RegularExpressions;

namespace Reliability.Adapters.Tests;

/// <summary>The page of outcomes promises a test in each row.</summary>
public sealed partial class OutcomesPageTests
{
    [Fact]
    public void Each_row_names_a_test_that_exists()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Root(), "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "outcomes.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| what happened", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            .ToList();
        Assert.True(rows.Count > 40);
        Assert.DoesNotContain(
            rows.SelectMany(row => row.Split('|')[^2].Split(',', StringSplitOptions.TrimEntries)),
            test => test != "the same" && !tests.Contains(test.Trim('`')));
    }

    [Fact]
    public void The_recipe_for_mediators_is_the_one_that_is_tested()
    {
        var tested = File.ReadAllText(Path.Combine(Root(), "tests", "Reliability.Adapters.Tests", "MediatorTests.cs"));
        var recipe = tested[(tested.IndexOf("// <recipe>", StringComparison.Ordinal) + 11)..tested.IndexOf("// </recipe>", StringComparison.Ordinal)].Trim();
        Assert.Contains(recipe, File.ReadAllText(Path.Combine(Root(), "docs", "guide.md")), StringComparison.Ordinal);
    }

    // Not the path of this file as the compiler knows it: a build for CI gives it no place on the disk.
    private static string Root() => typeof(OutcomesPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    [GeneratedRegex(@"public (?:async Task|void|static void) (\w+)\(")]
    private static partial Regex TestMethod();
}
