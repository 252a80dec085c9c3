namespace Reliability.Model.Tests;

public class LabelPatternsTests
{
    [Theory]
    [InlineData("5..")]
    [InlineData("")]
    [InlineData("a|b|")]
    [InlineData("/orders/[^/]+")]
    [InlineData("[[:alpha:]]+")]
    [InlineData("(?i)get")]
    [InlineData("(?:a|b)")]
    [InlineData("(?P<name>a)")]
    [InlineData("\\Qa(b\\E")]
    [InlineData("\\d{3}\\.\\w+")]
    [InlineData("\\(?=")]
    [InlineData("[(?=]")]
    [InlineData("\\\\1")]
    public void What_prometheus_reads(string pattern) => Assert.True(LabelPatterns.IsReadable(pattern));

    [Theory]
    [InlineData("(5")]
    [InlineData("5)")]
    [InlineData("[5")]
    [InlineData("*")]
    [InlineData("a{2,1}")]
    [InlineData("5\\")]
    [InlineData("(?!5)..")]
    [InlineData("(?=5)..")]
    [InlineData("..(?<=5)")]
    [InlineData("..(?<!5)")]
    [InlineData("(?>5)")]
    [InlineData("(a)\\1")]
    [InlineData("\\\\(?=5)")]
    public void What_prometheus_refuses(string pattern) => Assert.False(LabelPatterns.IsReadable(pattern));
}
