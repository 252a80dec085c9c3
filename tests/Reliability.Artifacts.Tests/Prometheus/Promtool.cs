using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Reliability.Artifacts.Prometheus;

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

    /// <summary>Runs a unit test in promtool's format against rules that are evaluated once a minute.</summary>
    public static void Test(TemporaryDirectory directory, ArtifactFile rules, string test, params string[] otherRules) =>
        Test(directory, rules, test, TimeSpan.FromMinutes(1), otherRules);

    /// <summary>Runs a unit test in promtool's format against rules.</summary>
    public static void Test(TemporaryDirectory directory, ArtifactFile rules, string test, TimeSpan interval, params string[] otherRules)
    {
        directory.Write("rules.yml", rules.Content);
        directory.Write("test.yml", $"rule_files: [{string.Join(", ", otherRules.Prepend("rules.yml"))}]\nevaluation_interval: {interval.TotalMinutes}m\n" + test);
        Expect(directory.Path, "test", "rules", "test.yml");
    }

    /// <summary>Writes files, checks the rules and runs the tests among them, two processes at a time.</summary>
    public static void CheckAndTest(TemporaryDirectory directory, IReadOnlyList<ArtifactFile> files)
    {
        foreach (var file in files)
            directory.Write(file.Name, file.Content);

        var tests = files.Select(file => file.Name).Where(IsTest).ToList();
        Expect(directory.Path, ["check", "rules", "--lint=all", "--lint-fatal", .. files.Select(file => file.Name).Where(name => !IsTest(name))]);
        Assert.NotEmpty(tests);
        var failures = new ConcurrentBag<string>();
        Parallel.ForEach(tests.Chunk(8), new() { MaxDegreeOfParallelism = 2 }, some =>
        {
            var (exitCode, output) = Run(directory.Path, ["test", "rules", .. some])!.Value;
            if (exitCode != 0)
                failures.Add(output);
        });
        Assert.True(failures.IsEmpty, string.Join("\n", failures));
    }

    /// <summary>Runs tests that were written before; null when they pass, what promtool says when they do not.</summary>
    public static string? Failure(TemporaryDirectory directory, params string[] tests)
    {
        var (exitCode, output) = Run(directory.Path, ["test", "rules", .. tests])!.Value;
        return exitCode == 0 ? null : output;
    }

    private static bool IsTest(string name) => name.StartsWith(RuleTests.Directory, StringComparison.Ordinal);

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
                // A tenth of the time is collecting garbage otherwise.
                Environment = { ["GOGC"] = "400" },
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
