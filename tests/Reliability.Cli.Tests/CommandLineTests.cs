using Reliability.Artifacts.Tests;
using Reliability.Model;
using static Reliability.Cli.Tests.Tool;

namespace Reliability.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Export_writes_one_file_for_each_service_and_says_which()
    {
        TestAssembly.WithManifest(_directory, "checkout.dll", Manifest("checkout"));
        TestAssembly.WithManifest(_directory, "basket.dll", Manifest("basket"));

        var result = Run("export", "prometheus", _directory.Path, "--output", _directory.File("rules"));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal([Rules("basket.rules.yml"), Rules("checkout.rules.yml")], Directory.GetFiles(_directory.File("rules")).Order());
        Assert.Equal(
            Directory.GetFiles(_directory.File("rules"), "*", SearchOption.AllDirectories).Order().Select(file => $"wrote {file}"),
            result.Output.TrimEnd('\n').Split('\n').Order());
        Assert.Contains("slo:error_budget:remaining_ratio", File.ReadAllText(Rules("checkout.rules.yml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_replaces_what_it_wrote_before()
    {
        var assembly = TestAssembly.WithManifest(_directory, "checkout.dll", Manifest("checkout"));
        Directory.CreateDirectory(_directory.File("rules"));
        _directory.Write("rules/checkout.rules.yml", "written by an earlier version");

        Run("export", "prometheus", assembly, "-o", _directory.File("rules"));

        Assert.DoesNotContain("an earlier version", File.ReadAllText(Rules("checkout.rules.yml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_writes_nothing_if_one_assembly_is_broken()
    {
        TestAssembly.WithManifest(_directory, "checkout.dll", Manifest("checkout"));
        TestAssembly.WithMetadata(_directory, "zbroken.dll", (Telemetry.ManifestKey, """{"manifest":7}"""));

        var result = Run("export", "prometheus", _directory.Path, "--output", _directory.File("rules"));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("zbroken.dll: the reliability manifest is invalid at $.manifest: the format has version 7", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory.File("rules")));
    }

    [Fact]
    public void Export_leaves_nothing_behind_if_it_cannot_write()
    {
        TestAssembly.WithManifest(_directory, "a.dll", Manifest("a"));
        TestAssembly.WithManifest(_directory, "b.dll", Manifest("b"));
        Directory.CreateDirectory(Rules("b.rules.yml"));

        var result = Run("export", "prometheus", _directory.Path, "--output", _directory.File("rules"));

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("b.rules.yml' is a directory", result.Errors, StringComparison.Ordinal);
        Assert.Equal([Rules("b.rules.yml")], Directory.GetFileSystemEntries(_directory.File("rules")));
    }

    [Fact]
    public void Export_takes_back_what_it_wrote_before_the_disk_refused()
    {
        TestAssembly.WithManifest(_directory, "a.dll", Manifest("a"));
        TestAssembly.WithManifest(_directory, "b.dll", Manifest("b"));
        var obstacle = Directory.CreateDirectory(Rules("b.rules.yml.reliability-tmp"));

        var result = Run("export", "prometheus", _directory.Path, "--output", _directory.File("rules"));

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Equal([obstacle.FullName], Directory.GetFileSystemEntries(_directory.File("rules")));
    }

    [Fact]
    public void Export_says_so_if_the_output_is_a_file()
    {
        var assembly = TestAssembly.WithManifest(_directory, "a.dll", Manifest("a"));

        var result = Run("export", "prometheus", assembly, "--output", _directory.Write("taken", ""));

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith($"error: {_directory.File("taken")}: the files could not be written", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_does_not_let_two_services_share_a_file()
    {
        TestAssembly.WithManifest(_directory, "a.dll", Manifest("Checkout"));
        TestAssembly.WithManifest(_directory, "b.dll", Manifest("checkout"));

        var result = Run("export", "prometheus", _directory.Path, "--output", _directory.File("rules"));

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("several services would be written to 'Checkout.rules.yml'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_prints_what_is_promised()
    {
        var assembly = TestAssembly.WithManifest(_directory, "checkout.dll", Manifest("checkout"));

        Assert.Equal(
            new(
                0,
                """
                ## checkout (tier critical, part of shop)

                | Operation | Objectives | Window | Owner | Layer | Runbook | Source |
                | --- | --- | --- | --- | --- | --- | --- |
                | place-order | 99.9 % succeed; 99 % succeed within 300 ms | 30 days | payments | method | docs/place.md | src/Orders.cs:12 |


                """, ""),
            Run("show", assembly));
    }

    [Fact]
    public void Show_lets_no_name_command_the_terminal_or_break_the_table()
    {
        var manifest = Manifest("[red]\u001b[31m\n") with
        {
            Operations = EquatableArray.Of(PlaceOrder with { Name = "a|b\r\n| forged |", Owner = new() { Team = "\u202eevil" }, Source = null }),
        };

        var result = Run("show", TestAssembly.WithManifest(_directory, "hostile.dll", manifest));

        Assert.StartsWith("## [red]\\u001b[31m\\n (tier", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n| a\\|b\\u000d\\n\\| forged \\| | ", result.Output, StringComparison.Ordinal);
        Assert.Contains("| \\u202eevil | method | docs/place.md | - |\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show", "missing.dll")]
    [InlineData("export", "prometheus", "missing.dll", "--output", "rules")]
    public void A_file_that_is_missing_is_an_error_with_a_cure_and_without_a_stack_trace(params string[] arguments) =>
        Assert.Equal(
            new(2, "", "error: missing.dll: there is no such file. Build the project first, or correct the path.\n"), Run(arguments));

    [Fact]
    public void A_directory_without_manifests_is_an_error() =>
        Assert.Equal(2, Run("show", _directory.Path).ExitCode);

    [Theory]
    [InlineData("Required command was not provided.\n'reliability --help'")]
    [InlineData("Required command was not provided.\n'reliability export --help'", "export")]
    [InlineData("Required argument missing for command: 'explain'.\n'reliability explain --help'", "explain")]
    [InlineData("Option '--output' is required.\n'reliability export prometheus --help'", "export", "prometheus", "a.dll")]
    [InlineData("Unrecognized command or argument 'b.dll'.\n'reliability show --help'", "show", "a.dll", "b.dll")]
    public void A_wrong_command_line_is_told_apart_and_points_to_the_help(string message, params string[] arguments) =>
        Assert.Equal(new(1, "", $"error: {message} shows what is possible.\n"), Run(arguments));

    [Theory]
    [InlineData("2  an assembly or its manifest could not be read", "--help")]
    [InlineData("4  --check: what was exported earlier is no longer what the code promises", "--help")]
    [InlineData("reliability export prometheus publish/ --output", "export", "prometheus", "--help")]
    [InlineData("reliability export prometheus --fleet --windows", "export", "prometheus", "--help")]
    [InlineData("reliability export all publish/ --output slo --check", "export", "all", "--help")]
    [InlineData("reliability explain publish/ place-order", "explain", "--help")]
    [InlineData("reliability show publish/", "show", "--help")]
    public void Help_has_examples_and_exit_codes(string text, params string[] arguments)
    {
        var result = Run(arguments);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }

    private string Rules(string file) => Path.Combine(_directory.File("rules"), file);
}
