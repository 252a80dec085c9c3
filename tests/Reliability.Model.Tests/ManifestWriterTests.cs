using System.Text.Json;

namespace Reliability.Model.Tests;

public class ManifestWriterTests
{
    [Fact]
    public void Members_are_sorted_and_absent_ones_left_out() =>
        Assert.Equal(
            """{"manifest":1,"operations":[{"function":"Shop.Orders.Place","layer":"method","name":"place","objectives":[{"target":99.9},{"target":99,"thresholdMilliseconds":300}],"owner":{"team":"payments"},"windowDays":30}],"service":{"name":"checkout"}}""",
            ManifestWriter.Write(Manifest("place")));

    [Fact]
    public void A_metric_of_somebody_else_has_no_function() =>
        Assert.Equal(
            """{"manifest":1,"operations":[{"eventsPerHour":0.5,"layer":"metric","metric":{"bad":[{"label":"code","operator":"=~","value":"5.."}],"buckets":[0.25,1],"kind":"histogram","name":"http.server.request.duration","unit":"s","where":[{"label":"http.route","operator":"=","value":"/orders"},{"label":"tenant","operator":"!=","value":""}]},"name":"edge","objectives":[{"target":99}],"windowDays":7},{"layer":"metric","metric":{"good":[{"label":"result","operator":"!~","value":"a|b"}],"kind":"counter","name":"jobs"},"name":"jobs","objectives":[{"target":99}],"windowDays":30},{"layer":"metric","metric":{"kind":"counter","name":"jobs","otherGood":"jobs.done"},"name":"other","objectives":[{"target":99}],"windowDays":30}],"service":{"name":"checkout"}}""",
            ManifestWriter.Write(new()
            {
                Service = new() { Name = "checkout" },
                Operations = EquatableArray.Of(
                    Metric("edge", new()
                    {
                        Name = "http.server.request.duration", Kind = MetricKind.Histogram, Unit = "s", Buckets = EquatableArray.Of(0.25m, 1m),
                        Where = EquatableArray.Of(new LabelMatcher("http.route", LabelOperator.Is, "/orders"), new LabelMatcher("tenant", LabelOperator.IsNot, "")),
                        Bad = EquatableArray.Of(new LabelMatcher("code", LabelOperator.Matches, "5..")),
                    }, new() { Objectives = EquatableArray.Of(Objective.Availability(99m)), WindowDays = 7, EventsPerHour = 0.50m }),
                    Metric("jobs", new()
                    {
                        Name = "jobs", Kind = MetricKind.Counter, Good = EquatableArray.Of(new LabelMatcher("result", LabelOperator.MatchesNot, "a|b")),
                    }),
                    Metric("other", new() { Name = "jobs", Kind = MetricKind.Counter, Other = "jobs.done", OtherIsGood = true })),
            }));

    [Theory]
    [InlineData("quote\" backslash\\ newline\n tab\t")]
    [InlineData("{{ .Labels }} <script>alert(1)</script> $(reboot) ' # : - |")]
    [InlineData("\u2028 \u0000 \ud83d\ude80 lone \ud83d")]
    public void Any_text_comes_back_as_it_went_in(string name)
    {
        using var json = JsonDocument.Parse(ManifestWriter.Write(Manifest(name)));

        // A lone surrogate has no UTF-8; the JSON text escapes it, and only a reader that insists on valid Unicode minds.
        if (!name.Contains("lone", StringComparison.Ordinal))
            Assert.Equal(name, json.RootElement.GetProperty("operations")[0].GetProperty("name").GetString());
    }

    private static Operation Metric(string name, MetricSource metric, ServiceLevel? level = null) => new()
    {
        Name = name, Layer = OperationLayer.Metric, Metric = metric, Level = level ?? new() { Objectives = EquatableArray.Of(Objective.Availability(99m)) },
    };

    private static ServiceManifest Manifest(string name) => new()
    {
        Service = new() { Name = "checkout" },
        Operations = EquatableArray.Of(new Operation
        {
            Name = name,
            Function = "Shop.Orders.Place",
            Layer = OperationLayer.Method,
            Owner = new() { Team = "payments" },
            Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 300m)) },
        }),
    };
}
