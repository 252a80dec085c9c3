using Reliability.Artifacts.Explanations;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Explanations;

/// <summary>The numbers behind the words are tested with the model; here it is that the words say those numbers.</summary>
public sealed class ExplanationTests
{
    [Theory]
    [InlineData(99.9, 30, "Of a million events in 30 days 1,000 may be bad. A complete outage of 43 minutes 12 seconds spends all of it.")]
    [InlineData(99.999, 1, "Of a million events in 1 day 10 may be bad. A complete outage of 864 milliseconds spends all of it.")]
    [InlineData(50, 90, "Of a million events in 90 days 500,000 may be bad. A complete outage of 45 days spends all of it.")]
    public void A_budget_is_said_in_events_and_in_time(double target, int days, string words) =>
        Assert.Equal(words, ObjectiveExplanation.BudgetOf(Objective.Availability((decimal)target), Level(days)));

    [Theory]
    [InlineData(20, "20 events an hour are 14,400 in 30 days, of which 14 may be bad.")]
    [InlineData(1, "1 events an hour are 720 in 30 days, of which not one may be bad.")]
    [InlineData(0.5, "0.5 events an hour are 360 in 30 days, of which not one may be bad.")]
    public void A_budget_is_that_of_the_declared_traffic(double eventsPerHour, string words) =>
        Assert.StartsWith(words, ObjectiveExplanation.BudgetOf(Objective.Availability(99.9m), Level(30, (decimal)eventsPerHour)), StringComparison.Ordinal);

    [Theory]
    [InlineData(99.9, 1, "a page after 2 minutes 52 seconds; a ticket after 1 hour 7 minutes")]
    [InlineData(99, 0.1, "a page after 3 hours 54 minutes; a ticket after 8 hours 15 minutes")]
    [InlineData(99.8, 0.01, "never pages; a ticket after 15 hours 27 minutes")]
    [InlineData(99, 0.02, "never pages; a ticket after 1 day 16 hours")]
    [InlineData(99, 0.01, "nobody is told: so much is allowed")]
    public void People_learn_when_they_will_hear_of_it(double target, double share, string words) =>
        Assert.Equal(words, ObjectiveExplanation.Reaction(Objective.Availability((decimal)target), Level(30), (decimal)share));

    [Fact]
    public void What_alerts_would_do_is_what_the_model_says()
    {
        var objective = Objective.Latency(95m, 250m);
        var page = BurnRatePolicy.TimeToFire(objective, 28, 0.9m);
        var ticket = BurnRatePolicy.TimeToFire(objective, 28, 0.9m, severity: AlertSeverity.Ticket);

        Assert.Equal(
            $"a page after {Words.Exactly(page!.Value)}; a ticket after {Words.Exactly(ticket!.Value)}",
            ObjectiveExplanation.Reaction(objective, Level(28), 0.9m));
    }

    [Fact]
    public void Few_events_are_told_by_a_ticket_that_counts()
    {
        var objective = Explain(Operation with { Level = Level(30, eventsPerHour: 2m) }).Objectives[0];

        Assert.Equal(
            "One bad event is 50 % of an hour; no alert looks at fewer than two. 144 events in 3 days are few; 1,000 would be enough for ratios. "
            + "So a ticket is opened as well when more than two of them are bad and more than 0.1 %, for 15 minutes.",
            objective.LowTraffic);

        // 2.5 bad events at 2 an hour, and a quarter of an hour more. The pairs of windows have not seen two at 1 % in three days.
        Assert.Equal(("100 % of events are bad", "a page after 47 minutes; a ticket after 1 hour 30 minutes"), objective.Times[0]);
        Assert.Equal(("1 % of events are bad", "nobody is told before the budget is gone: there are too few events"), objective.Times[2]);
    }

    [Fact]
    public void Enough_events_need_no_ticket_that_counts() =>
        Assert.Equal(
            "One bad event is 0.05 % of an hour; no alert looks at fewer than two.",
            Explain(Operation with { Level = Level(30, eventsPerHour: 2000m) }).Objectives[0].LowTraffic);

    [Fact]
    public void Every_alert_is_explained_in_the_order_of_its_speed()
    {
        var alerts = Explain(Operation).Objectives[0].Alerts;

        Assert.Equal(["page", "page", "ticket", "ticket"], alerts.Select(alert => alert.Severity));
        Assert.Equal("more than 1.44 % bad in the last 1 hour and in the last 5 minutes, for 2 minutes", alerts[0].Condition);
        Assert.Equal("14.4 times what is allowed: the budget lasts 2 days 2 hours, and 2 % of it is gone", alerts[0].Meaning);
        Assert.Equal("more than is allowed: the budget lasts 30 days, and 10 % of it is gone", alerts[3].Meaning);
    }

    [Fact]
    public void Whoever_is_woken_is_named_and_the_service_answers_for_what_has_no_owner()
    {
        var owner = new Ownership { Team = "payments", OnCall = "pagerduty:P1", Chat = "#payments" };

        Assert.Contains(("Woken", "payments; pages go to pagerduty:P1; people are found in #payments"), Explain(Operation, owner).Facts);
        Assert.Contains(("Woken", "stock; nobody said where pages go"), Explain(Operation with { Owner = new() { Team = "stock" } }, owner).Facts);
        Assert.Contains(("Woken", "nobody is named; alerts go wherever Alertmanager sends what has no owner"), Explain(Operation).Facts);
    }

    [Fact]
    public void A_metric_of_somebody_else_is_named_with_the_queries_that_read_it()
    {
        var explanation = Explain(new()
        {
            Name = "edge",
            Layer = OperationLayer.Metric,
            Metric = new()
            {
                Name = "http.server.request.duration",
                Kind = MetricKind.Histogram,
                Unit = "s",
                Where = EquatableArray.Of(new LabelMatcher("http.route", LabelOperator.Is, "/orders")),
                Bad = EquatableArray.Of(new LabelMatcher("http.response.status_code", LabelOperator.Matches, "5..")),
                Buckets = EquatableArray.Of(0.25m, 0.5m),
            },
            Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 250m)) },
        });

        Assert.Contains(
            ("Counted", "by the histogram http.server.request.duration in s where http.route is '/orders'; bad is http.response.status_code matches '5..'; its buckets end at 0.25, 0.5"),
            explanation.Facts);
        Assert.Contains(
            ("All events a second", """sum(rate(http_server_request_duration_seconds_count{http_route="/orders"}[5m]))"""), explanation.Objectives[0].Queries);
        Assert.Contains("http_server_request_duration_seconds_bucket{http_route=\"/orders\",", explanation.Objectives[1].Queries[1].Query, StringComparison.Ordinal);
    }

    private static readonly Operation Operation = new() { Name = "place-order", Function = "Shop.Orders.Place", Layer = OperationLayer.Method, Level = Level(30) };

    private static ServiceLevel Level(int days, decimal? eventsPerHour = null) =>
        new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m)), WindowDays = days, EventsPerHour = eventsPerHour };

    private static Explanation Explain(Operation operation, Ownership? owner = null) =>
        Explanation.Of(new() { Service = new() { Name = "checkout" }, Owner = owner, Operations = EquatableArray.Of(operation) }, operation, new());
}
