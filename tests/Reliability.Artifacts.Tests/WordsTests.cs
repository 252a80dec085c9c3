namespace Reliability.Artifacts.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData(43 * 60 + 12, "43 minutes 12 seconds")]
    [InlineData(2 * 86400 + 2 * 3600, "2 days 2 hours")]
    [InlineData(3600, "1 hour")]
    [InlineData(171.8, "2 minutes 52 seconds")]
    [InlineData(59.9999, "1 minute")]
    [InlineData(86399.5, "1 day")]
    [InlineData(86400 + 59, "1 day 1 hour")]
    [InlineData(4.32, "4 seconds 320 milliseconds")]
    [InlineData(0.0864, "87 milliseconds")]
    [InlineData(0.0001, "less than a millisecond")]
    public void A_duration_is_said_in_two_units_and_never_too_short(double seconds, string words) =>
        Assert.Equal(words, Words.Exactly(TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))));

    [Theory]
    [InlineData("")]
    [InlineData("a", "a")]
    [InlineData("a and b", "a", "b")]
    [InlineData("a, b and c", "a", "b", "c")]
    public void A_list_ends_with_and(string words, params string[] things) => Assert.Equal(words, Words.List(things));
}
