using Reliability.Artifacts.Tests;
using static Reliability.Cli.Tests.Tool;

namespace Reliability.Cli.Tests;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Output => _directory.File("slo");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void All_writes_each_format_into_a_directory_of_its_own()
    {
        var result = Run("export", "all", Assembly(_directory, "checkout"), "--output", Output);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(ExportFormats.All.Select(format => format.Name).Order(), Directory.GetDirectories(Output).Select(Path.GetFileName).Order());
        Assert.Contains("wrote " + Path.Combine(Output, "prometheus", "checkout.rules.yml") + "\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(Files(), result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line["wrote ".Length..]).Order());
    }

    [Fact]
    public void All_takes_the_formats_that_are_wanted()
    {
        Run("export", "all", Assembly(_directory, "checkout"), "--output", Output, "--only", "openslo,grafana;grafana");

        Assert.Equal(["grafana", "openslo"], Directory.GetDirectories(Output).Select(Path.GetFileName).Order());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_format_writes_the_same_alone(string format)
    {
        var assembly = Assembly(_directory, "checkout");
        Run("export", "all", assembly, "--output", Output);

        Assert.Equal(0, Run("export", format, assembly, "--output", Path.Combine(Output, format), "--check").ExitCode);
    }

    public static TheoryData<string> Formats() => [.. ExportFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_a_format_wrote_is_found_when_it_is_written_no_more(string format)
    {
        Run("export", format, Assembly(_directory, "checkout"), "--output", Output);
        var before = Files();
        _directory.Delete("publish/checkout.dll");
        Run("export", format, Assembly(_directory, "basket"), "--output", Output, "--prune");
        var after = Files();

        // All that names the service in its own name is gone.
        Assert.DoesNotContain(after, file => Path.GetFileName(file).StartsWith("checkout", StringComparison.Ordinal));
        Assert.True(before.Count == after.Count, string.Join("\n", after));
    }

    [Fact]
    public void Several_services_of_several_places_are_one_export()
    {
        var (checkout, basket) = (Assembly(_directory, "checkout"), Assembly(_directory, "basket"));

        Run("export", "openslo", checkout, basket, "--output", Output);

        Assert.Equal(["basket.openslo.yaml", "checkout.openslo.yaml"], Files().Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("prometheus", "reliability_slo_events_total{")]
    [InlineData("otlp", "reliability_slo_events_total{")]
    [InlineData("otlp-without-suffixes", "reliability_slo_events{")]
    public void The_naming_decides_how_metrics_are_called(string naming, string selector)
    {
        Run("export", "prometheus", Assembly(_directory, "checkout"), "--output", Output, "--naming", naming);

        Assert.Contains(selector, Rules(), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_lead_to_the_Grafana_that_was_named()
    {
        Run("export", "prometheus", Assembly(_directory, "checkout"), "--output", Output, "--grafana-url", "https://grafana.example.com/");

        Assert.Contains("https://grafana.example.com/d/", Rules(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_operator_gets_its_resources_with_the_labels_that_it_looks_for()
    {
        Run("export", "prometheus", Assembly(_directory, "checkout"), "--output", Output, "--operator", "--rule-label", "release=stack", "--rule-label", "team=a");

        var resource = File.ReadAllText(Files().Single(file => file.EndsWith(".prometheusrule.yaml", StringComparison.Ordinal)));
        Assert.Contains("kind: PrometheusRule", resource, StringComparison.Ordinal);
        Assert.Contains("release: \"stack\"", resource, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fleet_needs_no_assembly()
    {
        var result = Run("export", "prometheus", "--fleet", "--windows", "7,28", "--output", Output);

        Assert.Equal(new(0, $"wrote {Path.Combine(Output, "fleet.rules.yml")}\n", ""), result);
        Assert.Contains("[28d", File.ReadAllText(Path.Combine(Output, "fleet.rules.yml")), StringComparison.Ordinal);
        Assert.DoesNotContain("[30d", File.ReadAllText(Path.Combine(Output, "fleet.rules.yml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no format 'grafna', only prometheus", "all", "a.dll", "-o", "x", "--only", "grafna")]
    [InlineData("'grafana' is no address of a Grafana", "all", "a.dll", "-o", "x", "--grafana-url", "grafana")]
    [InlineData("'ftp://g' is no address of a Grafana", "all", "a.dll", "-o", "x", "--grafana-url", "ftp://g")]
    [InlineData("Argument 'statsd' not recognized", "all", "a.dll", "-o", "x", "--naming", "statsd")]
    [InlineData("'91' is no window: 1 to 90 days", "prometheus", "--fleet", "-o", "x", "--windows", "7,91")]
    [InlineData("--windows names no window", "prometheus", "--fleet", "-o", "x", "--windows", "")]
    [InlineData("--windows names no window", "prometheus", "--fleet", "-o", "x", "--windows", ",")]
    [InlineData("--fleet writes a rule file only", "prometheus", "--fleet", "-o", "x", "--operator")]
    [InlineData("--rule-label is for the resources that --operator writes", "prometheus", "a.dll", "-o", "x", "--rule-label", "a=b")]
    [InlineData("--windows is for --fleet", "prometheus", "a.dll", "-o", "x", "--windows", "7")]
    [InlineData("--fleet serves every service: leave the assembly out", "prometheus", "a.dll", "-o", "x", "--fleet")]
    [InlineData("Name an assembly or a directory", "prometheus", "-o", "x")]
    [InlineData("Required argument missing", "grafana", "-o", "x")]
    [InlineData("'release' is no label", "prometheus", "a.dll", "-o", "x", "--operator", "--rule-label", "release")]
    public void What_cannot_be_meant_is_refused(string message, params string[] arguments)
    {
        var result = Run(["export", .. arguments]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("error: " + message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_Kubernetes_would_refuse_is_refused()
    {
        var result = Run("export", "prometheus", Assembly(_directory, "checkout"), "-o", Output, "--operator", "--rule-label", "a b=c");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("is no label of Kubernetes", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void A_name_that_leads_out_of_the_directory_stays_in_it()
    {
        TestAssembly.WithManifest(_directory, "evil.dll", Manifest("../../evil"));

        var result = Run("export", "all", _directory.File("evil.dll"), "--output", Output);

        Assert.Equal(0, result.ExitCode);
        Assert.All(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("wrote " + Output, line, StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories).Order()];

    private string Rules() => File.ReadAllText(Path.Combine(Output, "checkout.rules.yml"));
}
