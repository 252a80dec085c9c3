using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reliability.AspNetCore.Tests;

/// <summary>A service that nobody can ask whether it is well says so when it starts.</summary>
public sealed class ProbesMappedTests
{
    [Fact]
    public async Task A_service_that_maps_no_probe_says_so() => Assert.Contains("app.MapReliability()", Assert.Single(await SaidAsync(_ => { })), StringComparison.Ordinal);

    [Fact]
    public async Task A_service_that_maps_ours_says_nothing() => Assert.Empty(await SaidAsync(app => app.MapReliability()));

    [Fact]
    public async Task A_service_that_maps_those_of_the_framework_says_nothing() => Assert.Empty(await SaidAsync(app => app.MapHealthChecks("/healthz")));

    [Theory]
    [InlineData("/alive")]
    [InlineData("health/ready")]
    [InlineData("/Health/Startup/")]
    public async Task A_service_that_answers_one_by_itself_says_nothing(string path) => Assert.Empty(await SaidAsync(app => app.MapGet(path, () => "ok")));

    private static async Task<IReadOnlyCollection<string>> SaidAsync(Action<WebApplication> map)
    {
        using var logged = new LoggedErrors(LogLevel.Information);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(logged);
        builder.AddReliability();
        builder.Services.AddHealthChecks();
        await using var app = builder.Build();
        app.MapGet("/", () => "ok");
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return [.. logged.Texts.Where(text => text.Contains("probes", StringComparison.Ordinal))];
    }
}
