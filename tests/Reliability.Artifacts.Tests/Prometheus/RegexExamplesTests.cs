using System.Text.RegularExpressions;
using CsCheck;
using Reliability.Artifacts.Prometheus;

namespace Reliability.Artifacts.Tests.Prometheus;

public class RegexExamplesTests
{
    [Theory]
    [InlineData("5..")]
    [InlineData("2..|3..|404")]
    [InlineData("(GET|HEAD) /orders/[^/]+")]
    [InlineData(@"/v\d+/orders(/\d{3})?")]
    [InlineData("(?i:ok)")]
    [InlineData(@"a\.b\\c")]
    [InlineData("[a-z]*-[0-9]{2,4}")]
    [InlineData(".+")]
    [InlineData("")]
    public void One_of_the_examples_matches(string expression) =>
        Assert.Contains(RegexExamples.Of(expression), example => Regex.IsMatch(example, $@"\A(?:{expression})\z"));

    [Fact]
    public void Every_alternative_has_an_example() => Assert.Equal(["ok", "late", "again"], RegexExamples.Of("ok|(late|again)"));

    [Fact]
    public void A_text_that_is_no_expression_is_no_error() =>
        Gen.OneOf("(", ")", "[", "]", "{", "}", "\\", "|", "*", "+", "?", "^", "a", "9").Array[0, 12].Select(string.Concat)
            .Sample(text => Assert.NotNull(RegexExamples.Of(text)), iter: 2000);
}
