using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Reliability.Model;
using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.Prometheus;

public sealed partial class PrometheusExporterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Prometheus_accepts_the_rules_whatever_the_names_hold()
    {
        Promtool.SkipIfMissing();
        Samples.HostileManifest.Sample(manifest => Promtool.Check(_directory, Samples.Rules(manifest)), iter: 60, threads: 1);
    }

    [Fact]
    public void Names_come_back_from_the_file_as_they_went_in() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                var recorded = Rules(manifest).Where(rule => rule.Children.ContainsKey("record")).Select(rule => rule["labels"]).ToList();
                Assert.All(recorded, labels => Assert.Equal(manifest.Service.Name, (string?)labels["service"]));
                Assert.Equal(
                    manifest.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal),
                    recorded.Select(labels => (string)labels["slo"]!).Distinct().Order(StringComparer.Ordinal));
            },
            iter: 200);

    [Fact]
    public void Nothing_in_the_file_is_invisible() =>
        Samples.HostileManifest.Sample(
            manifest => Assert.DoesNotContain(
                Samples.Rules(manifest).Content,
                c => c != '\n' && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator),
            iter: 200);

    [Fact]
    public void Every_recorded_series_that_a_rule_reads_is_recorded_before_it_is_read() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                foreach (var group in Groups(manifest).Where(group => ((YamlSequenceNode)group["rules"]).Children.Count > 1))
                {
                    var recorded = new HashSet<string>();
                    foreach (var rule in ((YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>())
                    {
                        Assert.Subset(recorded, Recorded().Matches(Quoted().Replace((string)rule["expr"]!, "")).Select(match => match.Value).ToHashSet());
                        if (rule.Children.TryGetValue("record", out var name))
                            recorded.Add((string)name!);
                    }
                }
            },
            iter: 100);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(90)]
    public void Only_the_windows_that_something_looks_at_are_recorded(int days)
    {
        var rules = Rules(Checkout(Samples.PlaceOrder.Level with { WindowDays = days }));
        var read = string.Join("\n", rules.Select(rule => (string?)rule["expr"]));
        var ratios = rules.Where(rule => rule.Children.ContainsKey("record")).Select(rule => (string)rule["record"]!)
            .Where(name => name.StartsWith("slo:error_ratio:", StringComparison.Ordinal)).ToList();

        Assert.Equal(ratios.Distinct(), ratios);
        Assert.All(
            ratios.Except(["slo:error_ratio:ratio_rate5m", "slo:error_ratio:ratio_rate1h"]), // people look at these
            ratio => Assert.Contains(ratio + "{", read, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_owner_changes_no_series()
    {
        var moved = Samples.Checkout with { Operations = EquatableArray.Of(Samples.PlaceOrder with { Owner = new() { Team = "orders" } }) };

        Assert.Equal(Identities(Samples.Checkout), Identities(moved));
        Assert.NotEqual(Samples.Rules(Samples.Checkout), Samples.Rules(moved));

        static List<string> Identities(ServiceManifest manifest) =>
            [.. Rules(manifest).Where(rule => rule.Children.ContainsKey("record")).Select(rule => $"{rule["record"]} {rule["expr"]} {rule["labels"]}")];
    }

    [Fact]
    public void The_alert_of_the_service_names_its_owner_though_an_operation_has_another()
    {
        var manifest = Samples.Checkout with { Owner = new() { Team = "platform" } };

        var alert = Assert.Single(Rules(manifest), rule => rule.Children.ContainsKey("alert") && (string)rule["alert"]! == "SloServiceAbsent");
        Assert.Equal("platform", (string?)alert["annotations"]!["owner"]);
    }

    [Theory]
    [InlineData("99.9", "> 0.0144", "/ 0.001")]
    [InlineData("99.999", "> 0.000144", "/ 0.00001")]
    [InlineData("93", "> 0.9", "/ 0.07")]
    public void Numbers_are_exact_and_have_no_exponent(string target, params string[] numbers)
    {
        var level = Samples.PlaceOrder.Level with
        {
            Objectives = EquatableArray.Of(Objective.Availability(decimal.Parse(target, CultureInfo.InvariantCulture))),
        };

        Assert.All(numbers, number => Assert.Contains(number + "\n", Samples.Rules(Checkout(level)).Content, StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_manifests_give_equal_bytes_in_any_culture() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                var here = Samples.Rules(manifest);
                Assert.Equal(here, InAnotherCulture(() => Samples.Rules(manifest with { })));
                Assert.DoesNotContain('\r', here.Content);
            },
            iter: 100);

    [Fact]
    public void The_first_line_says_where_the_file_comes_from() =>
        Assert.StartsWith("# Generated by `reliability export prometheus`", Samples.Rules(Samples.Checkout).Content, StringComparison.Ordinal);

    [Theory]
    [InlineData("critical", "page")]
    [InlineData("high", "page")]
    [InlineData("medium", "ticket")]
    [InlineData(null, "ticket")]
    public void A_service_that_vanishes_wakes_somebody_if_it_is_important(string? tier, string severity)
    {
        var service = Rules(Samples.Checkout with { Service = new() { Name = "checkout", Tier = tier } })
            .Single(rule => rule.Children.TryGetValue("alert", out var name) && (string?)name == "SloServiceAbsent");

        Assert.Equal(severity, (string?)service["labels"]["severity"]);
    }

    private static ServiceManifest Checkout(ServiceLevel level) =>
        Samples.Checkout with { Operations = EquatableArray.Of(Samples.PlaceOrder with { Level = level }) };

    private static List<YamlMappingNode> Rules(ServiceManifest manifest) =>
        [.. Groups(manifest).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>()];

    private static YamlSequenceNode Groups(ServiceManifest manifest)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Samples.Rules(manifest).Content));
        return (YamlSequenceNode)yaml.Documents.Single().RootNode["groups"];
    }

    private static T InAnotherCulture<T>(Func<T> action)
    {
        var culture = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NegativeSign = "−";
        try
        {
            CultureInfo.CurrentCulture = other;
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [GeneratedRegex(@"slo:[a-z_]+:[a-z_0-9]+")]
    private static partial Regex Recorded();

    [GeneratedRegex(@"""(\\.|[^""\\])*""")]
    private static partial Regex Quoted();
}
