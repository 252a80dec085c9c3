using System.Diagnostics;
using System.Text.Json;

namespace Reliability.EndToEnd.Tests;

/// <summary>What a newcomer sees after the first command of the README.</summary>
[Collection(SourceBuild.Collection)]
public sealed class SampleTests
{
    [Fact]
    public async Task A_person_sees_a_budget_burn_within_a_minute()
    {
        var sample = Path.Combine(PackageFeed.RepositoryRoot, "samples", "Checkout");
        await CommandLine.MustRunAsync("dotnet", ["build", sample, "-c", "Release", "-v:q", "-nodeReuse:false"], PackageFeed.RepositoryRoot);
        await using var service = await RunningService.StartAsync(
            Path.Combine(PackageFeed.RepositoryRoot, "artifacts", "bin", "Checkout", "release", "Checkout.dll"), sample, "Development");

        // The first page embeds the budgets, which the second page must allow.
        Assert.Contains("<iframe src=\"/reliability\"", await GetAsync(service, "/"), StringComparison.Ordinal);
        using var page = await service.Client.GetAsync(new Uri("/reliability", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("frame-ancestors 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        using var faults = await service.Client.PostAsync(new Uri("/faults?failurePercent=50", UriKind.Relative), null, TestContext.Current.CancellationToken);
        faults.EnsureSuccessStatusCode();
        var clock = Stopwatch.StartNew();
        while (await BudgetAsync(service, "place-order") >= 0)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "The budget did not burn within a minute.");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<decimal> BudgetAsync(RunningService service, string operation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/reliability", UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("operations").EnumerateArray()
            .Single(it => it.GetProperty("name").GetString() == operation)
            .GetProperty("objectives")[0].GetProperty("budgetRemainingRatio").GetDecimal();
    }

    private static Task<string> GetAsync(RunningService service, string path) =>
        service.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
