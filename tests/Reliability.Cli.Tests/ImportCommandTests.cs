using System.CommandLine;
using Reliability.Artifacts.Tests;

namespace Reliability.Cli.Tests;

public sealed class ImportCommandTests : IDisposable
{
    private const string Sloth = """
        version: prometheus/v1
        service: basket
        slos:
          - name: add
            objective: 99.9
            sli:
              events:
                error_query: sum(rate(adds_total{ok="no"}[{{.window}}]))
                total_query: sum(rate(adds_total[{{.window}}]))
            alerting: {name: A}
        """;

    private const string TwoServices = """
        [{apiVersion: openslo/v1, kind: Service, metadata: {name: a}, spec: {}},
         {apiVersion: openslo/v1, kind: Service, metadata: {name: b}, spec: {}}]
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Import_prints_what_to_paste_and_says_what_was_left_out()
    {
        var file = _directory.Write("sloth.yml", Sloth);

        Assert.Equal(
            new(
                0,
                """"
                // Proposed from sloth.yml. Read it, keep what is meant, and remove the file that it came from.
                using Reliability;

                [assembly: Service("basket")]

                [assembly: MetricSlo<Available99_9>("add", Metric = "adds", Kind = InstrumentKind.Counter, Bad = ["ok=no"])]

                /// <summary>Over 30 days, 99.9 % succeed.</summary>
                [Availability(99.9), Window(Days = 30)]
                public sealed class Available99_9 : SloProfile;

                """",
                $"note: {file}:1: the file names no window; 30 days are taken, as sloth does unless it is told otherwise.\n"),
            Run("import", "sloth", file));
    }

    [Fact]
    public void Import_writes_a_file()
    {
        var output = _directory.File("src/Promises.cs");

        var result = Run("import", "sloth", _directory.Write("sloth.yml", Sloth), "--output", output);

        Assert.Equal((0, $"wrote {output}\n"), (result.ExitCode, result.Output));
        Assert.Contains("[assembly: Service(\"basket\")]", File.ReadAllText(output), StringComparison.Ordinal);
        Assert.Equal([output], Directory.GetFileSystemEntries(_directory.File("src")));
    }

    [Fact]
    public void Import_replaces_no_file_unless_it_is_told_to()
    {
        var (file, output) = (_directory.Write("sloth.yml", Sloth), _directory.Write("Promises.cs", "mine"));

        var result = Run("import", "sloth", file, "-o", output);

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.EndsWith($"error: {output}: the file is there already. Name another one, or replace it with --force.\n", result.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(output));

        Assert.Equal(0, Run("import", "sloth", file, "-o", output, "--force").ExitCode);
        Assert.NotEqual("mine", File.ReadAllText(output));
    }

    [Fact]
    public void Import_writes_nothing_if_anything_is_wrong()
    {
        var file = _directory.Write("sloth.yml", Sloth.Replace("99.9", "101", StringComparison.Ordinal));

        Assert.Equal(
            new(2, "", $"error: {file}:5: slos[0].objective: it is above 0 and at most 100 (found '101'). Write it in percent, such as 99.9.\n"),
            Run("import", "sloth", file, "--output", _directory.File("Promises.cs")));
        Assert.False(File.Exists(_directory.File("Promises.cs")));
    }

    [Fact]
    public void One_file_of_code_is_one_service()
    {
        var file = _directory.Write("slo.yaml", TwoServices);

        Assert.Equal(
            new(1, "", "error: One assembly is one service, and the file has several: choose one of 'a', 'b' with --service.\n"),
            Run("import", "openslo", file, "--output", _directory.File("Promises.cs")));
        Assert.Equal(0, Run("import", "openslo", file, "--service", "b", "--output", _directory.File("Promises.cs")).ExitCode);
        Assert.Contains("Service(\"b\")", File.ReadAllText(_directory.File("Promises.cs")), StringComparison.Ordinal);
        Assert.Equal(new(1, "", $"error: {file}: there is no service 'c', only 'a', 'b'.\n"), Run("import", "openslo", file, "--service", "c"));
    }

    [Fact]
    public void Without_a_file_all_services_are_printed() =>
        Assert.Equal(2, Run("import", "openslo", _directory.Write("slo.yaml", TwoServices)).Output.Split("[assembly: Service(").Length - 1);

    [Theory]
    [InlineData("openslo")]
    [InlineData("sloth")]
    public void A_file_that_is_missing_or_no_text_is_an_error_without_a_stack_trace(string format)
    {
        var missing = Run("import", format, _directory.File("missing.yaml"));
        Assert.Equal((2, ""), (missing.ExitCode, missing.Output));
        Assert.Contains("missing.yaml: it cannot be read (", missing.Errors, StringComparison.Ordinal);

        File.WriteAllBytes(_directory.File("image.yaml"), [0xff, 0xd8, 0xff, 0xe0]);
        Assert.Contains("it is not a text in UTF-8", Run("import", format, _directory.File("image.yaml")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_promise_is_an_error_after_what_was_left_out_was_said()
    {
        var file = _directory.Write("slo.yaml", "{apiVersion: openslo/v1, kind: SLI, metadata: {name: a}, spec: {thresholdMetric: {metricSource: {type: x, spec: {q: y}}}}}");

        Assert.Equal(
            new(
                2, "",
                $"note: {file}:1: the SLI 'a' is left out: no SLO of this file refers to it.\n"
                + $"error: {file}: there is nothing in it that can be promised. Name a file with services and their SLOs.\n"),
            Run("import", "openslo", file));
    }

    [Fact]
    public void What_was_exported_can_be_imported()
    {
        var manifest = new Model.ServiceManifest { Service = new() { Name = "checkout" }, Operations = default };
        TestAssembly.WithManifest(_directory, "checkout.dll", manifest);
        Run("export", "openslo", _directory.Path, "--output", _directory.File("slo"));

        Assert.Contains("[assembly: Service(\"checkout\")]", Run("import", "openslo", _directory.File("slo/checkout.openslo.yaml")).Output, StringComparison.Ordinal);
    }

    private static Result Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exitCode = CommandLine.Run(arguments, new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        return new(exitCode, output.ToString(), errors.ToString());
    }

    private sealed record Result(int ExitCode, string Output, string Errors);
}
