using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reliability.Hosting.Tests.Health;

namespace Reliability.Hosting.Tests.Listener;

/// <summary>What somebody believes in that a worker does not read.</summary>
public sealed class UnreadProbeSettingsTests
{
    [Theory]
    [InlineData("Exposure", "Authorized")]
    [InlineData("ManagementPort", "8082")]
    [InlineData("Policy", "operators")]
    public async Task A_worker_says_which_settings_are_those_of_web_services(string name, string value)
    {
        var warning = Assert.Single(await WarningsAsync((name, value)));
        Assert.StartsWith($"Reliability:Probes:{name} is '{value}', which changes nothing: ", warning, StringComparison.Ordinal);
        Assert.Contains("Remove it", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_read_or_is_the_case_anyway_is_no_reason_to_warn() =>
        Assert.Empty(await WarningsAsync(("Exposure", "StatusOnly"), ("Enabled", "true"), ("Address", "127.0.0.1")));

    private static async Task<IEnumerable<string>> WarningsAsync(params (string Name, string Value)[] settings)
    {
        using var log = new TestLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Reliability:Probes:Port"] = "0" });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(it => $"Reliability:Probes:{it.Name}", it => (string?)it.Value));
        builder.Services.AddSingleton<ILoggerProvider>(log);
        builder.AddReliability();
        builder.AddReliability();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
        return [.. log.Entries.Where(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("Reliability:Probes", StringComparison.Ordinal)).Select(entry => entry.Message)];
    }
}
