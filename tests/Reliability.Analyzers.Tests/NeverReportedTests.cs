using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Tests;

/// <summary>All rules run over code in which there is nothing to find: valid code, broken code, our own.</summary>
public class NeverReportedTests
{
    private static readonly string s_tests = Path.Combine(RulePage.RepositoryRoot, "tests", "Reliability.Analyzers.Tests");

    public static TheoryData<string> ValidFiles => [.. Directory.GetFiles(Path.Combine(s_tests, "ValidCode"), "*.cs").Select(path => Path.GetFileName(path)!)];

    public static TheoryData<string> Projects =>
        [.. Directory.GetDirectories(Path.Combine(RulePage.RepositoryRoot, "src"), "Reliability*").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public async Task Valid_code_compiles_and_is_not_reported(string file)
    {
        var code = await ReadValid(file);
        var compilation = AllRules.Compile([(file, code)], AllRules.KindOf(code));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await AllRules.Reports(compilation));
    }

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public async Task Broken_code_crashes_no_rule(string file)
    {
        var code = await ReadValid(file);
        var step = Math.Max(1, code.Length / 40);
        for (var cut = 0; cut < code.Length; cut += step)
        {
            string[] broken = [code[..cut], code[cut..], code.Remove(cut, Math.Min(step / 3, code.Length - cut))];
            foreach (var text in broken)
            {
                var compilation = AllRules.Compile([(file, text)], AllRules.KindOf(text));
                if (CrashesCompiler(compilation))
                    continue;

                var reports = await AllRules.Reports(compilation);
                Assert.DoesNotContain(reports, report => !report.Id.StartsWith("REL", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task Our_own_code_is_not_reported(string project)
    {
        var directory = Path.Combine(RulePage.RepositoryRoot, "src", project);
        var files = Directory.GetFiles(directory, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(directory, path), File.ReadAllText(path)));
        Assert.Empty(await AllRules.Reports(AllRules.Compile(files)));
    }

    /// <summary>Roslyn 4.8 throws on some lambdas with half an attribute, with analyzers or without.</summary>
    private static bool CrashesCompiler(Microsoft.CodeAnalysis.Compilation compilation)
    {
        try
        {
            compilation.GetDiagnostics(TestContext.Current.CancellationToken);
            return false;
        }
        catch (NullReferenceException)
        {
            return true;
        }
    }

    private static Task<string> ReadValid(string file) =>
        File.ReadAllTextAsync(Path.Combine(s_tests, "ValidCode", file), TestContext.Current.CancellationToken);
}
