using Reliability.Artifacts.Tests;
using static Reliability.Cli.Tests.Tool;

namespace Reliability.Cli.Tests;

/// <summary>What was exported and committed, against what the code promises now.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Output => _directory.File("my rules");

    private string Rules => Path.Combine(Output, "checkout.rules.yml");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Nothing_is_said_of_what_is_as_it_should_be()
    {
        Export();

        Assert.Equal(new(0, $"{Output} is up to date: {Directory.GetFiles(Output, "*", SearchOption.AllDirectories).Length} files\n", ""), Check());
    }

    [Fact]
    public void A_promise_that_changed_is_shown_as_a_difference_with_the_cure()
    {
        Export();
        var before = Content();
        var assembly = Assembly(_directory, "checkout", PlaceOrder with { Level = PlaceOrder.Level with { Runbook = "docs/other.md" } });

        var result = Check();

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith($"--- {Rules}\n+++ {Rules} as it would be written\n@@ -", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n-      runbook_url: \"docs/place.md\"\n+      runbook_url: \"docs/other.md\"\n", result.Output, StringComparison.Ordinal);
        Assert.Equal($"error: {Output}: 1 file differs. 'reliability export prometheus {assembly} --output \"{Output}\"' writes it anew.\n", result.Errors);
        Assert.Equal(before, Content());
    }

    [Fact]
    public void The_cure_cures()
    {
        Export();
        Assembly(_directory, "checkout", PlaceOrder with { Name = "other" });
        Assert.Equal(4, Check().ExitCode);

        Export();

        Assert.Equal(0, Check().ExitCode);
    }

    [Fact]
    public void A_large_difference_is_cut_and_says_so()
    {
        Export();
        File.WriteAllText(Rules, "# all of it is gone\n");

        var lines = Check().Output.TrimEnd('\n').Split('\n');

        Assert.Equal(2 + 40 + 1, lines.Length);
        Assert.Matches(@"^… \d+ more lines$", lines[^1]);
    }

    [Fact]
    public void Line_ends_of_another_system_are_no_difference()
    {
        Export();
        File.WriteAllText(Rules, File.ReadAllText(Rules).Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(0, Check().ExitCode);
    }

    [Fact]
    public void No_difference_commands_the_terminal()
    {
        Export();
        File.AppendAllText(Rules, "# \u001b[31mred\n");

        Assert.Contains("\n-# \\u001b[31mred\n", Check().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        Export();
        File.Delete(Rules);

        var result = Check();

        Assert.Equal((4, $"missing {Rules}\n"), (result.ExitCode, result.Output));
        Assert.Contains(": 1 file is missing. ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_does_not_exist_misses_everything_and_is_not_made()
    {
        Assembly(_directory, "checkout");

        Assert.Equal(4, Check().ExitCode);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void What_is_no_longer_generated_is_named_and_only_deleted_on_demand()
    {
        Export();
        var stale = Path.Combine(Output, "old.rules.yml");
        File.Copy(Rules, stale);
        var own = Path.Combine(Output, "hand-written.rules.yml");
        File.WriteAllText(own, "groups: []\n");

        var check = Check();
        Assert.Equal((4, $"stale {stale}: no longer generated\n"), (check.ExitCode, check.Output));
        Assert.EndsWith(" --prune' writes it anew.\n", check.Errors, StringComparison.Ordinal);

        Assert.EndsWith($"stale {stale}: no longer generated; --prune deletes it\n", Export().Output, StringComparison.Ordinal);
        Assert.True(File.Exists(stale));

        Assert.EndsWith($"deleted {stale}\n", Export("--prune").Output, StringComparison.Ordinal);
        Assert.False(File.Exists(stale));
        Assert.True(File.Exists(own));
        Assert.Equal(0, Check().ExitCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/./")]
    [InlineData("/tests/..")]
    public void However_the_directory_is_spelled_what_was_just_written_is_not_stale(string ending)
    {
        Export();

        Assert.DoesNotContain("deleted", Run("export", "prometheus", Target(), "--output", Output + ending, "--prune").Output, StringComparison.Ordinal);
        Assert.Equal(0, Check().ExitCode);
    }

    [Fact]
    public void What_another_command_wrote_beside_it_is_not_stale()
    {
        Export();
        Assert.Equal(0, Run("export", "openslo", _directory.File("publish"), "--output", Output, "--prune").ExitCode);

        Assert.Equal(0, Check().ExitCode);
    }

    [Fact]
    public void A_build_gets_one_error_for_each_file_with_its_line()
    {
        Export();
        Assembly(_directory, "checkout", PlaceOrder with { Level = PlaceOrder.Level with { Runbook = "docs/other.md" } });
        File.Copy(Rules, Path.Combine(Output, "old.rules.yml"));
        var line = 1 + File.ReadAllLines(Rules).ToList().FindIndex(text => text.Contains("runbook_url", StringComparison.Ordinal));

        var result = Check("--build", _directory.File("list"));

        Assert.Equal((4, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            [
                $"{Rules}({line}) : error REL0003: Differs from what the code promises: it says 'runbook_url: \"docs/place.md\"', and would say 'runbook_url: \"docs/other.md\"'.",
                $"{Path.Combine(Output, "old.rules.yml")} : error REL0003: No longer generated: what it says is promised no more.",
            ],
            result.Output.TrimEnd('\n').Split('\n'));
        Assert.False(File.Exists(_directory.File("list")));
    }

    [Fact]
    public void A_build_deletes_what_it_wrote_itself_and_nothing_else()
    {
        var list = _directory.File("list");
        Export("--build", list);
        Assert.Contains(Rules, File.ReadAllLines(list));
        var other = Path.Combine(Output, "other.rules.yml");
        File.Copy(Rules, other);

        _directory.Delete("publish/checkout.dll");
        Assembly(_directory, "basket");
        var result = Export("--build", list);

        Assert.False(File.Exists(Rules));
        Assert.True(File.Exists(other));
        Assert.StartsWith($"{other} : warning REL0003: No longer generated.", result.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Output, "basket.rules.yml"), File.ReadAllLines(list));
    }

    [Fact]
    public void A_build_without_promises_is_no_failure()
    {
        Directory.CreateDirectory(_directory.File("publish"));
        var assembly = TestAssembly.WithMetadata(_directory, "publish/library.dll");
        var native = _directory.Write("publish/native.dll", "no assembly");

        var result = Run("export", "all", assembly, native, "--output", Output, "--build", _directory.File("list"));

        Assert.Equal(new(0, "", ""), result);
        Assert.Empty(File.ReadAllLines(_directory.File("list")));
    }

    [Theory]
    [InlineData("reliability : error REL0003: There is no format 'x', only", "--only", "x")]
    [InlineData("reliability : error REL0003: Argument 'x' not recognized. Must be one of:", "--naming", "x")]
    public void A_build_learns_of_a_wrong_property_in_one_line(string message, params string[] arguments)
    {
        var result = Run(["export", "all", Assembly(_directory, "checkout"), "--output", Output, "--build", _directory.File("list"), .. arguments]);

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith(message, Assert.Single(result.Output.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("\\", result.Output, StringComparison.Ordinal);
    }

    private Result Export(params string[] more)
    {
        if (!Directory.Exists(_directory.File("publish")))
            Assembly(_directory, "checkout");

        return Run(["export", "prometheus", Target(), "--output", Output, .. more]);
    }

    private Result Check(params string[] more) => Run(["export", "prometheus", Target(), "--output", Output, "--check", .. more]);

    private string Target() => Directory.GetFiles(_directory.File("publish")).Single();

    private string Content() => File.ReadAllText(Rules);
}
