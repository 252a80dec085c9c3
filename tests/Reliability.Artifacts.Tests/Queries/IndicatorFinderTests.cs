using CsCheck;
using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Queries;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Queries;

public sealed class IndicatorFinderTests
{
    private const string Where = "{job=\"api\"}";

    [Theory]
    [InlineData("sum(rate(x_total{code=~\"5..\",job=\"api\"}[5m]))", "sum(rate(x_total{job=\"api\"}[5m]))")]
    [InlineData("sum(increase(x_total{job=\"api\",code=~\"5..\"}[{{.window}}]))", "sum(increase(x_total{job=\"api\"}[{{.window}}]))")]
    [InlineData("(sum by () (rate(x_total{job='api',code=~'5..'}[$__rate_interval])))", "sum(rate(x_total{job=`api`,}[$__rate_interval]))")]
    [InlineData("sum(rate(x_total{job=\"api\",code=~\"5..\"}[5m])) or vector(0)", "sum(rate(x_total{job=\"api\"}[5m]))")]
    [InlineData("sum(rate(x_total{job=\"api\",code=~\"5..\"}[5m])) OR on() vector(0)", "sum(rate({__name__=\"x_total\",job=\"api\"}[5m]))")]
    [InlineData("clamp_min(sum(irate({\"x_total\",job=\"api\",code=~\"5..\"}[5m])), 0)", "sum(rate(x_total{job=\"api\"}[5m])) # all")]
    [InlineData("x_total{job=\"api\",code=~\"5..\"}", "x_total{job=\"api\"}")]
    [InlineData("sum(x_total{job=\"api\",code=~\"5..\"})", "sum(x_total{job=\"api\"})")]
    public void The_same_counter_is_found_however_it_is_spelled(string bad, string total) => Assert.Equal(
        new MetricSource { Name = "x", Kind = MetricKind.Counter, Where = Matchers("job", "api"), Bad = EquatableArray.Of(new LabelMatcher("code", LabelOperator.Matches, "5..")) },
        IndicatorFinder.Find(total, bad, partIsGood: false, isCounter: true).Metric);

    [Fact]
    public void All_events_but_the_good_ones_are_the_bad_ones()
    {
        var found = IndicatorFinder.Find(
            "sum(rate(y_seconds_count{verb!=\"WATCH\"}[5m]))",
            "(sum(rate(y_seconds_count{verb!=\"WATCH\"}[5m])) - sum(rate(y_seconds_bucket{le=\"0.4\",verb!=\"WATCH\"}[5m])))", partIsGood: false);

        Assert.Equal(("y", "s", 400m), (found.Metric!.Name, found.Metric.Unit, found.ThresholdMilliseconds!.Value));
        Assert.Equal(0, found.Metric.Good.Count + found.Metric.Bad.Count);
    }

    [Theory]
    [InlineData("errors_total", "requests_total", false)]
    [InlineData("done_total", "started_total", true)]
    public void Another_counter_of_good_or_bad_events_is_found(string part, string total, bool isGood)
    {
        var found = IndicatorFinder.Find(Rate(total), Rate(part), isGood).Metric!;

        Assert.Equal((total[..^6], part[..^6], isGood), (found.Name, found.Other, found.OtherIsGood));
        Assert.Equal(Matchers("job", "api"), found.Where);
    }

    [Theory]
    [InlineData("x_milliseconds", "250", "ms", 250)]
    [InlineData("x_seconds", "0.25", "s", 250)]
    [InlineData("x_seconds", "1", "s", 1000)]
    [InlineData("x_seconds", "1.0", "s", 1000)]
    [InlineData("x_seconds", "+Inf", "s", null)]
    [InlineData("x", "1", null, null)]
    public void A_threshold_is_in_the_unit_that_the_name_ends_with(string name, string le, string? unit, int? milliseconds)
    {
        FoundIndicator Find() => IndicatorFinder.Find($"sum(rate({name}_count[5m]))", $"sum(rate({name}_bucket{{le=\"{le}\"}}[5m]))", partIsGood: true);

        if (milliseconds is null)
            Assert.Throws<QueryException>(Find);
        else
            Assert.Equal((unit, (decimal)milliseconds), (Find().Metric!.Unit, Find().ThresholdMilliseconds!.Value));
    }

    [Fact]
    public void Our_own_counter_is_known_by_its_labels()
    {
        var queries = CounterQueries.Of(Samples.Checkout.Service, Samples.PlaceOrder, Objective.Latency(99m, 2.5m), new(MetricNaming.PrometheusExporter));

        var found = IndicatorFinder.Find(queries.TotalRate("5m"), queries.BadRate("5m"), partIsGood: false);

        Assert.Equal(new(null, new("checkout", "place-order"), 2.5m), found);
    }

    [Theory]
    [InlineData("sum by (route) (rate(x_total[5m]))", "it is grouped by 'route': one promise for each group")]
    [InlineData("sum without (pod) (rate(x_total[5m]))", "it is grouped by what remains without some labels: one promise for each group")]
    [InlineData("count(x_total)", "'count' is neither rate, nor increase, nor a sum of them")]
    [InlineData("sum_over_time((count(x < 0.5))[5m:])", "'sum_over_time' is neither rate, nor increase, nor a sum of them")]
    [InlineData("sum(rate(x_total[5m])) / sum(rate(y_total[5m]))", "'/' is no part of a sum of one counter")]
    [InlineData("sum(rate(x_total[5m])) * 2", "'*' is no part of a sum of one counter")]
    [InlineData("1 - sum(rate(x_total[5m]))", "'1' is no part of a sum of one counter")]
    [InlineData("sum(rate(x_total[5m] offset 1h))", "it looks at another time than now")]
    [InlineData("sum(rate(x_total))", "'rate' has no range")]
    [InlineData("sum(x_total[5m])", "a range is neither a rate nor an increase")]
    [InlineData("sum(rate(x_total[5m])) or vector(1)", "what stands in for a missing series is not 0")]
    [InlineData("sum(rate(x_total{a=\"b}[5m]))", "a quote is never closed")]
    [InlineData("sum(rate(x_total[5m))", "a bracket is never closed")]
    [InlineData("sum(rate(x_total{a=b}[5m]))", "'b' is no part of a sum of one counter")]
    [InlineData("sum(rate(x_total[5m]))\u0000", "'\\u0000' is not understood")]
    [InlineData("", "the end is no part of a sum of one counter")]
    public void Another_shape_is_refused_with_what_is_wrong(string query, string reason) =>
        Assert.Equal(reason, Assert.Throws<QueryException>(() => QueryReader.Read(query)).Message);

    [Theory]
    [InlineData("sum(rate(x_total[5m]))", "sum(rate(x_total[5m]))", "both queries count the same events")]
    [InlineData("sum(rate(x_total{a=\"1\"}[5m]))", "sum(rate(x_total{b=\"2\"}[5m]))", "it counts events that are not among all events")]
    [InlineData("sum(rate(x_total[5m]))", "sum(rate(x_total{b=\"2\"}[1m]))", "the two queries look at different ranges")]
    [InlineData("sum(rate(x_total[5m]))", "sum(increase(x_total{b=\"2\"}[5m]))", "the two queries look at different ranges")]
    [InlineData("sum(rate(x_total{a=\"1\"}[5m]))", "sum(rate(y_total[5m]))", "'y_total' and 'x_total' do not count the same events")]
    [InlineData("sum(rate(job:x:rate_total[5m]))", "sum(rate(job:x:rate_total{b=\"2\"}[5m]))", "no name of OpenTelemetry becomes 'job:x:rate_total' in Prometheus")]
    [InlineData("sum(rate(requests[5m]))", "sum(rate(requests{b=\"2\"}[5m]))", "the metric 'requests' does not end with _total, as every counter of OpenTelemetry does")]
    [InlineData("x_total", "x_total{b=\"2\"}", "it is the value of something that is not said to be a counter")]
    [InlineData("sum(rate(x_seconds_count[5m]))", "sum(rate(x_seconds_bucket[5m]))", "it does not select one bucket")]
    public void Queries_that_do_not_fit_together_are_refused(string total, string part, string reason) =>
        Assert.Equal(reason, Assert.Throws<QueryException>(() => IndicatorFinder.Find(total, part, partIsGood: true)).Message);

    [Theory]
    [InlineData("sum(rate(x_total{a=\"1\"}[5m])) / sum(rate(x_total[5m]))", true)]
    [InlineData("((sum(rate(x_total{a=\"1\"}[5m]))) / (sum(rate(x_total[5m]))))", true)]
    [InlineData("1 - sum(rate(x_total{a=\"1\"}[5m])) / sum(rate(x_total[5m]))", false)]
    [InlineData("(1 - (sum(rate(x_total{a=\"1\"}[5m])) / sum(rate(x_total[5m]))))", false)]
    [InlineData("(sum(rate(x_total[5m])) - sum(rate(x_total{a=\"1\"}[5m]))) / sum(rate(x_total[5m]))", false)]
    public void A_share_is_some_events_divided_by_all(string query, bool isGood)
    {
        var found = IndicatorFinder.FindRatio(query, isGood: true).Metric!;

        Assert.Equal((isGood ? 1 : 0, isGood ? 0 : 1), (found.Good.Count, found.Bad.Count));
    }

    [Theory]
    [InlineData("job:errors:ratio")]
    [InlineData("a / b / c")]
    [InlineData("1 - a")]
    [InlineData("sum(a) / sum(b) * 100")]
    public void A_share_of_another_shape_is_refused(string query) => Assert.Throws<QueryException>(() => IndicatorFinder.FindRatio(query, isGood: true));

    [Fact]
    public void Nesting_of_a_share_without_end_is_refused() =>
        Assert.Throws<QueryException>(() => IndicatorFinder.FindRatio(new string('(', 100_000), isGood: true));

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Equal("it is nested too deeply", Assert.Throws<QueryException>(() => QueryReader.Read(new string('(', 100_000))).Message);

    [Fact]
    public void What_is_found_asks_for_the_very_series_again()
    {
        var matchers = Gen.Select(
            Gen.OneOf("a", "b_c", "d1"), Gen.Enum<LabelOperator>(), Samples.HostileText, (label, compared, value) => new LabelMatcher(label, compared, value)).Array[1, 3];
        Gen.Select(matchers, matchers, Gen.Int[0, 4], Gen.OneOf("s", "ms"), Gen.Int[1, 99_999], (where, some, how, unit, milliseconds) =>
        {
            var all = where.Distinct().ToEquatableArray();
            var part = some.Distinct().Where(matcher => !all.Contains(matcher)).ToEquatableArray();
            var source = new MetricSource
            {
                Name = "http_x", Kind = how < 3 ? MetricKind.Histogram : MetricKind.Counter, Unit = how < 3 ? unit : null, Where = all,
                Good = how is 0 or 1 ? part : default, Bad = how is 2 or 3 ? part : default, Other = how == 4 ? "other" : null,
            };
            return (Source: source, Objective: how == 0 ? Objective.Latency(99m, milliseconds / 10m) : Objective.Availability(99m), IsTold: part.Count > 0 || how is 0 or 4);
        }).Where(sample => sample.IsTold).Sample(
            sample =>
            {
                var operation = Samples.PlaceOrder with { Metric = sample.Source };
                var queries = CounterQueries.Of(Samples.Checkout.Service, operation, sample.Objective, new(MetricNaming.PrometheusExporter));

                var found = IndicatorFinder.Find(queries.TotalRate("5m"), queries.BadRate("5m"), partIsGood: false);

                Assert.Equal(sample.Source, found.Metric);
                Assert.Equal(sample.Objective.ThresholdMilliseconds, found.ThresholdMilliseconds);
            },
            iter: 1000);
    }

    private static string Rate(string counter) => $"sum(rate({counter}{Where}[5m]))";

    private static EquatableArray<LabelMatcher> Matchers(string label, string value) => EquatableArray.Of(new LabelMatcher(label, LabelOperator.Is, value));
}
