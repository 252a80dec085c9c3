namespace Reliability.Polly.Tests;

public sealed class BudgetTests
{
    [Fact]
    public void A_retry_costs_ten_percent_of_a_call_unless_it_says_otherwise() => Assert.Equal(10, new RetryAttribute().BudgetPercent);
}
