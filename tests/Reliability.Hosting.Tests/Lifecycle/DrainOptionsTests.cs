using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Tests.Lifecycle;

public sealed class DrainOptionsTests
{
    [Theory]
    [InlineData("Period", "-00:00:01", "no process ends in the past")]
    [InlineData("Period", "5", "a number alone is days")]
    [InlineData("RequestTimeout", "00:00:00", "A time above 0")]
    [InlineData("RequestTimeout", "15", "a number alone is days")]
    [InlineData("TerminationGracePeriod", "00:00:00", "terminationGracePeriodSeconds")]
    [InlineData("TerminationGracePeriod", "30", "a number alone is days")]
    public void A_time_that_cannot_be_meant_is_refused_by_its_key_with_the_cure(string option, string value, string cure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new($"Reliability:Drain:{option}", value)]);
        builder.AddReliability();
        using var host = builder.Build();
        var refused = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<DrainOptions>>().Value);
        Assert.StartsWith($"Reliability:Drain:{option} is ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(cure, refused.Message, StringComparison.Ordinal);
    }
}
