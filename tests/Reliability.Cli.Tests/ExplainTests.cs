using Reliability.Artifacts.Tests;
using Reliability.Model;
using static Reliability.Cli.Tests.Tool;

namespace Reliability.Cli.Tests;

public sealed class ExplainTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_promise_is_printed_in_words() =>
        Assert.Equal(
            new(
                0,
                """
                ## checkout: place-order

                - Counted: around the partial method: Shop.Orders.Place
                - Woken: payments; nobody said where pages go
                - Runbook: docs/place.md
                - Declared: src/Orders.cs:12

                ### availability

                99.9 % succeed, over any 7 days. 100 events an hour are 16,800 in 7 days, of which 16 may be bad. A complete outage of 10 minutes 5 seconds spends all of it.

                | Alert | Fires when | Which means |
                | --- | --- | --- |
                | page | more than 1.34 % bad in the last 1 hour and in the last 5 minutes, for 2 minutes | 13.4 times what is allowed: the budget lasts 12 hours 30 minutes, and 8 % of it is gone |
                | page | more than 0.56 % bad in the last 6 hours and in the last 30 minutes, for 15 minutes | 5.6 times what is allowed: the budget lasts 1 day 6 hours, and 20 % of it is gone |
                | ticket | more than 0.14 % bad in the last 1 day and in the last 2 hours, for 1 hour | 1.4 times what is allowed: the budget lasts 5 days, and 20 % of it is gone |
                | ticket | more than 0.1 % bad in the last 3 days and in the last 6 hours, for 3 hours | more than is allowed: the budget lasts 7 days, and 42.9 % of it is gone |

                | When | Then |
                | --- | --- |
                | 100 % of events are bad | a page after 2 minutes 54 seconds; a ticket after 1 hour 5 minutes |
                | 10 % of events are bad | a page after 11 minutes; a ticket after 1 hour 23 minutes |
                | 1 % of events are bad | a page after 3 hours 40 minutes; a ticket after 4 hours 25 minutes |

                One bad event is 1 % of an hour; no alert looks at fewer than two.

                The times count from the first bad event, when nothing was bad before and traffic is steady at 100 events an hour. Prometheus looks once in its evaluation interval, which comes on top.


                """, ""),
            Run("explain", Checkout()));

    [Fact]
    public void One_operation_can_be_asked_for()
    {
        var assembly = Assembly(_directory, "checkout", PlaceOrder, PlaceOrder with { Name = "cancel-order" });

        var result = Run("explain", assembly, "cancel-order");

        Assert.Contains("## checkout: cancel-order\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("## checkout: place-order\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plcae-order", "There is no SLO 'plcae-order'. Did you mean 'place-order'?")]
    [InlineData("order", "There is no SLO 'order'. Did you mean 'place-order'?")]
    [InlineData("PLACE-ORDER", "There is no SLO 'PLACE-ORDER'. Did you mean 'place-order'?")]
    [InlineData("refund", "There is no SLO 'refund'. There is 'place-order'.")]
    [InlineData("\u001b[31m", "There is no SLO '\\u001b[31m'. There is 'place-order'.")]
    public void A_name_that_there_is_not_is_answered_with_those_that_there_are(string name, string message) =>
        Assert.Equal(new(1, "", $"error: {message}\n"), Run("explain", Checkout(), name));

    [Fact]
    public void Many_names_are_counted()
    {
        var names = Enumerable.Range(1, 9).Select(i => PlaceOrder with { Name = $"operation-{i}" });

        Assert.EndsWith("'operation-5', and 4 more.\n", Run("explain", Assembly(_directory, "checkout", [.. names]), "zz").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_breaks_the_table_or_commands_the_terminal()
    {
        var hostile = PlaceOrder with { Name = "a\n## forged | \u001b[31m", Source = "x\n- forged", Level = PlaceOrder.Level with { Runbook = "|\u202e" } };

        var result = Run("explain", Assembly(_directory, "checkout", hostile));

        Assert.Contains("## checkout: a\\n## forged \\| \\u001b[31m\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("- Runbook: \\|\\u202e\n- Declared: x\\n- forged\n", result.Output, StringComparison.Ordinal);
    }

    private string Checkout() => Assembly(_directory, "checkout", PlaceOrder with
    {
        Level = PlaceOrder.Level with { Objectives = EquatableArray.Of(Objective.Availability(99.9m)), WindowDays = 7, EventsPerHour = 100m },
    });
}
