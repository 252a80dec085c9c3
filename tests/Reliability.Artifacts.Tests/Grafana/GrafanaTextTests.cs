using Reliability.Artifacts.Grafana;

namespace Reliability.Artifacts.Tests.Grafana;

public class GrafanaTextTests
{
    [Theory]
    [InlineData("place-order: 99.9 %", "place-order: 99.9 %")]
    [InlineData("$slo costs 5 $", "＄slo costs 5 $")]
    [InlineData("${datasource}", "＄{datasource}")]
    [InlineData("[[slo]] [[[x]]]", "[ [slo]] [ [ [x]]]")]
    [InlineData("a\nb\u202e", "a\\nb\\u202e")]
    public void Title(string text, string title) => Assert.Equal(title, GrafanaText.Title(text));

    [Theory]
    [InlineData("payments", "payments")]
    [InlineData("#payments & co", "&#35;payments &#38; co")]
    [InlineData("<script>", "&#60;script&#62;")]
    [InlineData("[a](javascript:b)", "&#91;a&#93;&#40;javascript&#58;b&#41;")]
    [InlineData("$slo [[slo]]", "&#36;slo &#91;&#91;slo&#93;&#93;")]
    [InlineData("日本 é", "日本 é")]
    public void Markdown(string text, string markdown) => Assert.Equal(markdown, GrafanaText.Markdown(text));

    [Theory]
    [InlineData("""a{b="$slo"}""", """a{b="\x24slo"}""")]
    [InlineData("""a{b="[[slo]]"}[5m]""", """a{b="\x5b\x5bslo]]"}[5m]""")]
    public void Query(string promQl, string query) => Assert.Equal(query, GrafanaText.Query(promQl));

    [Theory]
    [InlineData("https://runbooks.example/a b?c=$d&e=(f)", "https://runbooks.example/a%20b?c=%24d&e=%28f%29")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("docs/runbook.md", null)]
    [InlineData("https://exämple.example", null)]
    [InlineData(null, null)]
    public void Link(string? text, string? url) => Assert.Equal(url, GrafanaText.TryLink(text, out var link) ? link : null);

    [Fact]
    public void A_long_title_is_cut_and_stays_different_from_others()
    {
        var (one, other) = (GrafanaText.Title(new string('a', 300) + "1"), GrafanaText.Title(new string('a', 300) + "2"));
        Assert.Equal(120, one.Length);
        Assert.NotEqual(one, other);
        Assert.Equal(50, GrafanaText.Tag(new string('a', 300)).Length);
    }
}
