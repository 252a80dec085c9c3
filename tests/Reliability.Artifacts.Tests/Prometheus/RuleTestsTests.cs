using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>The tests that are exported with the rules, as files.</summary>
public sealed class RuleTestsTests
{
    private static readonly string[] s_scenarios =
    [
        "healthy, while a deployment", "idle at first", "no series of errors yet", "the series are gone", "three of few events", "an hour weighs",
        "a little faster than the alert over 1 h", "a little faster than the alert over 72 h", "a little slower than the alert over 1 h",
        "a little slower than the alert over 72 h", "a complete outage pages at the minute", "one failure and nothing else",
    ];

    [Fact]
    public void A_glob_that_looks_for_rules_finds_no_tests() => Assert.Equal(
        ["checkout.rules.yml", "tests/checkout.test.yml", "tests/checkout.slow.test.yml"],
        PrometheusExporter.Export([Samples.Checkout], new()).Select(file => file.Name));

    [Fact]
    public void Every_scenario_is_there()
    {
        var tests = string.Concat(RuleTests.Of(Samples.Checkout, new()).Select(file => file.Content));
        Assert.All(s_scenarios, scenario => Assert.Contains($"name: \"{scenario}", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_manifests_give_equal_bytes() =>
        Assert.Equal(RuleTests.Of(Samples.Checkout, new()), RuleTests.Of(Samples.Checkout with { }, new()));

    [Fact]
    public void Objectives_that_promise_the_same_do_not_make_the_tests_a_hundred_times_as_long()
    {
        var one = Length(1);
        Assert.InRange(Length(100), one, one * 12);

        static int Length(int operations) => RuleTests.Of(
            Samples.Checkout with
            {
                Operations = Enumerable.Range(0, operations).Select(i => Samples.PlaceOrder with { Name = $"operation-{i:d3}" }).ToEquatableArray(),
            },
            new()).Sum(file => file.Content.Length);
    }

    [Fact]
    public void What_cannot_be_tested_is_said()
    {
        var service = Metered(new() { Name = "work.done", Kind = MetricKind.Counter, Good = EquatableArray.Of(new LabelMatcher("result", LabelOperator.Matches, "[[:alpha:]]{3}\\pL")) });

        Assert.Contains("# Not tested, because no labels were found", RuleTests.Of(service, new())[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_a_comment_stays_in_it()
    {
        var metric = new MetricSource { Name = "work.done", Kind = MetricKind.Counter, Good = EquatableArray.Of(new LabelMatcher("a", LabelOperator.Is, "x"), new LabelMatcher("a", LabelOperator.Is, "y")) };
        var service = Metered(metric) with { };
        service = service with { Operations = EquatableArray.Of(service.Operations[0] with { Name = "a\nrule_files: [other.yml]" }) };

        Assert.DoesNotContain("\nrule_files: [other.yml]", RuleTests.Of(service, new())[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_objectives_that_look_at_the_same_series_are_never_in_one_scenario()
    {
        Promtool.SkipIfMissing();
        using var directory = new TemporaryDirectory();
        var service = Metered(new()
        {
            Name = "http.server.request.duration",
            Kind = MetricKind.Histogram,
            Unit = "s",
            Where = EquatableArray.Of(new LabelMatcher("http.route", LabelOperator.Matches, "/orders(/.*)?")),
            Bad = EquatableArray.Of(new LabelMatcher("http.response.status_code", LabelOperator.Matches, "5..")),
        });
        service = service with
        {
            Operations = EquatableArray.Of(service.Operations[0] with
            {
                Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99.9m, 300m)) },
            }),
        };

        Promtool.CheckAndTest(directory, PrometheusExporter.Export([service], new()));
    }

    private static ServiceManifest Metered(MetricSource metric) => Samples.Checkout with
    {
        Operations = EquatableArray.Of(Samples.PlaceOrder with { Layer = OperationLayer.Metric, Metric = metric }),
    };
}
