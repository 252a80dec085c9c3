using Reliability.Artifacts.Prometheus;

namespace Reliability.Artifacts.Tests.Prometheus;

public class AlertTemplateTests
{
    [Theory]
    [InlineData("orders/{id}", "orders/{id}")]
    [InlineData("{{ .Labels }}", """{{"{{"}} .Labels }}""")]
    [InlineData("{{{", """{{"{{"}}{{"{"}}""")]
    [InlineData("brace{", """brace{{"{"}}""")]
    public void A_text_opens_no_action_even_if_an_action_follows_it(string text, string template) =>
        Assert.Equal(template, AlertTemplate.Text(text));
}
