using CsCheck;
using Reliability.Artifacts.Alertmanager;
using Reliability.Artifacts.Tests.References;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Alertmanager;

/// <summary>Routes and inhibitions as amtool, the tool of Alertmanager itself, understands them.</summary>
public sealed class AlertmanagerExporterTests : IDisposable
{
    private static readonly Lazy<bool> s_installed = new(() => Tool.Run(".", "amtool", "--version") is { ExitCode: 0 });

    private readonly TemporaryDirectory _directory;

    public AlertmanagerExporterTests()
    {
        Assert.SkipUnless(s_installed.Value, "amtool is not installed (Debian: apt-get install prometheus-alertmanager).");
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Amtool_agrees_with_every_generated_test_of_a_route()
    {
        var tests = Write(Exports.Services);
        Assert.Equal(18, tests.Length);
        Assert.All(tests, test => Assert.True(Routes(test) is (0, _), test + "\n" + Routes(test).Output));
    }

    [Fact]
    public void Amtool_agrees_whatever_the_names_hold() =>
        Samples.HostileManifest.Sample(
            manifest => Assert.All(Write([manifest]), test => Assert.True(Routes(test) is (0, _), test + "\n" + Routes(test).Output)), iter: 10, threads: 1);

    [Theory]
    [InlineData("owner=\\\"payments\\\"", "owner=\\\"payment\\\"")]
    [InlineData("severity=\\\"page\\\"", "severity=\\\"critical\\\"")]
    [InlineData("slo=\\\"assess-risk\\\"", "slo=\\\"assess\\\"")]
    public void A_test_fails_where_a_route_is_wrong(string right, string wrong)
    {
        var tests = Write(Exports.Services);
        var config = File.ReadAllText(_directory.File("alertmanager.yml"));
        Assert.Contains(right, config, StringComparison.Ordinal);
        _directory.Write("alertmanager.yml", config.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(tests, test => Routes(test) is (not 0, _));
    }

    [Fact]
    public void The_documented_command_runs_all_tests()
    {
        Write(Exports.Services);
        var (exitCode, output) = Tool.Run(_directory.Path, "sh", "-c", DocumentedCommands.RouteTests)!.Value;
        Assert.True(exitCode == 0, output);

        var tests = File.ReadAllText(_directory.File("tests/alertmanager.routes"));
        _directory.Write("tests/alertmanager.routes", tests.Replace("slo/page ", "slo/payments/page ", StringComparison.Ordinal));
        Assert.NotEqual(0, Tool.Run(_directory.Path, "sh", "-c", DocumentedCommands.RouteTests)!.Value.ExitCode);
    }

    [Fact]
    public void The_fragment_merges_into_a_configuration_and_a_second_time_changes_nothing()
    {
        Assert.SkipWhen(Tool.Run(".", "yq", "--version") is not { ExitCode: 0 }, "yq is not installed (Debian: apt-get install yq).");
        Write(Exports.Services);
        File.Move(_directory.File("alertmanager.yml"), _directory.File("slo.yml"));
        _directory.Write("alertmanager.yml", """
            route:
              receiver: mail
              routes:
              - matchers: ['team="payments"']
                receiver: mail
            inhibit_rules:
            - source_matchers: ['alertname="NodeDown"']
              target_matchers: ['severity="ticket"']
              equal: [node]
            receivers:
            - name: mail
            - name: slo/payments/page
              webhook_configs:
              - url: http://pager.example/
            """);

        var merged = Merge();
        Assert.Contains("http://pager.example/", merged, StringComparison.Ordinal);
        Assert.Contains("NodeDown", merged, StringComparison.Ordinal);
        Assert.Contains("receiver: mail", merged, StringComparison.Ordinal);
        Assert.All(File.ReadAllLines(_directory.File("tests/alertmanager.routes")), test => Assert.True(Routes(test) is (0, _), test));
        Assert.Equal(merged, Merge());

        string Merge()
        {
            var (exitCode, output) = Tool.Run(_directory.Path, "sh", "-c", DocumentedCommands.Merge)!.Value;
            Assert.True(exitCode == 0, output);
            File.Move(_directory.File("merged.yml"), _directory.File("alertmanager.yml"), overwrite: true);
            Check();
            return File.ReadAllText(_directory.File("alertmanager.yml"));
        }
    }

    [Fact]
    public void A_second_address_of_a_team_does_not_rename_the_first()
    {
        var before = Receivers(Samples.Checkout);
        var second = Samples.PlaceOrder with { Name = "assess-risk", Owner = new() { Team = "payments", OnCall = "pagerduty:PRISK" } };
        var after = Receivers(Samples.Checkout with
        {
            Owner = Samples.PlaceOrder.Owner, Operations = EquatableArray.Of(second, Samples.PlaceOrder),
        });

        Assert.Equal(["slo/page", "slo/payments/page", "slo/payments/ticket", "slo/ticket"], before);
        Assert.Equal(["slo/payments/page/pagerduty-PRISK-cf1e0b4b"], after.Except(before));
        Assert.Subset(after.ToHashSet(), before.ToHashSet());
    }

    private static List<string> Receivers(ServiceManifest manifest) =>
        [.. YamlTree.Read(AlertmanagerExporter.Export([manifest], new())[0].Content).List("receivers").Select(receiver => receiver.Text("name")!)];

    /// <summary>Writes the configuration, has it checked, and returns the tests.</summary>
    private string[] Write(IReadOnlyList<ServiceManifest> services)
    {
        var files = AlertmanagerExporter.Export(services, new());
        Directory.CreateDirectory(_directory.File("tests"));
        foreach (var file in files)
            _directory.Write(file.Name, file.Content);

        Check();
        return files[1].Content.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Check()
    {
        var (exitCode, output) = Tool.Run(_directory.Path, "amtool", "check-config", "alertmanager.yml")!.Value;
        Assert.True(exitCode == 0, output);
    }

    private (int ExitCode, string Output) Routes(string test) =>
        Tool.Run(_directory.Path, "amtool", ["config", "routes", "test", "--config.file=alertmanager.yml", .. ShellWords.Split(test)])!.Value;
}
