using System.ComponentModel;
using System.Diagnostics;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>Prometheus' own judgement of a rule file. A machine without it skips the tests that need it, by name.</summary>
internal static class Promtool
{
    private static readonly Lazy<bool> s_installed = new(() => Run(".", "--version") is { ExitCode: 0 });

    /// <summary>To be called before anything that could take the skipping for a failure.</summary>
    public static void SkipIfMissing() =>
        Assert.SkipUnless(s_installed.Value, "promtool is not installed (Debian: apt-get install prometheus).");

    public static void Check(TemporaryDirectory directory, ArtifactFile rules)
    {
        directory.Write(rules.Name, rules.Content);
        Expect(directory.Path, "check", "rules", "--lint=all", "--lint-fatal", rules.Name);
    }

    /// <summary>Runs a unit test in promtool's format against rules.</summary>
    public static void Test(TemporaryDirectory directory, ArtifactFile rules, string test, params string[] otherRules)
    {
        directory.Write("rules.yml", rules.Content);
        directory.Write("test.yml", $"rule_files: [{string.Join(", ", otherRules.Prepend("rules.yml"))}]\nevaluation_interval: 1m\n" + test);
        Expect(directory.Path, "test", "rules", "test.yml");
    }

    private static void Expect(string directory, params string[] arguments)
    {
        var (exitCode, output) = Run(directory, arguments)!.Value;
        Assert.True(exitCode == 0, $"promtool {string.Join(" ", arguments)}\n{output}");
    }

    private static (int ExitCode, string Output)? Run(string directory, params string[] arguments)
    {
        try
        {
            using var promtool = Process.Start(new ProcessStartInfo("promtool", arguments)
            {
                WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var errors = promtool.StandardError.ReadToEndAsync();
            var output = promtool.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            promtool.WaitForExit();
            return (promtool.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
