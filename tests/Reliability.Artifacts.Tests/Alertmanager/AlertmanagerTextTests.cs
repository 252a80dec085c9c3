using CsCheck;
using Reliability.Artifacts.Alertmanager;
using Reliability.Artifacts.Tests.References;

namespace Reliability.Artifacts.Tests.Alertmanager;

public class AlertmanagerTextTests
{
    [Theory]
    [InlineData("payments", "owner=\"payments\"")]
    [InlineData("a\"b\\n\n", "owner=\"a\\\"b\\\\n\\n\"")]
    [InlineData("日本 {}=~,", "owner=\"日本 {}=~,\"")]
    public void Is(string value, string matcher) => Assert.Equal(matcher, AlertmanagerText.Is("owner", value));

    [Fact]
    public void A_value_comes_back_as_it_went_in() =>
        Samples.HostileText.Sample(value => Assert.Equal(("owner", "=", value), AlertMatcher.Parse(AlertmanagerText.Is("owner", value))));
}
