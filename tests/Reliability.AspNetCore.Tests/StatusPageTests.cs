using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Reliability.AspNetCore.StatusPage;
using Reliability.Model;

namespace Reliability.AspNetCore.Tests;

public sealed class StatusPageTests
{
    private const string Hostile = "\"'</script><script>alert(1)</script>{{nonce}}\n\\ & {{operations}}";

    [Theory]
    [InlineData("Production", null, HttpStatusCode.NotFound)]
    [InlineData("Development", null, HttpStatusCode.OK)]
    [InlineData("Production", "true", HttpStatusCode.OK)]
    [InlineData("Development", "false", HttpStatusCode.NotFound)]
    public async Task The_page_is_off_outside_development_unless_configured(string environment, string? setting, HttpStatusCode expected)
    {
        await using var service = await TestService.StartAsync(_ => { }, environment: environment, settings: ("Reliability:StatusPage", setting));
        using var answer = await GetAsync(service, "text/html");
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, text/html;q=0.5", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("*/*", "text/html")]
    public async Task The_caller_chooses_between_page_and_json(string accept, string expected)
    {
        await using var service = await StartAsync();
        using var answer = await GetAsync(service, accept);
        Assert.Equal(expected, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_page_needs_nothing_from_elsewhere()
    {
        await using var service = await StartAsync();
        using var answer = await GetAsync(service, "text/html");
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("(?i)(src|href)\\s*=|@import|url\\(", page);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_tells_budget_and_burn_rate_of_every_objective()
    {
        await using var service = await StartAsync();
        using var call = await service.Client.GetAsync(new Uri("/shown", UriKind.Relative), TestContext.Current.CancellationToken);
        using var answer = await GetAsync(service, "application/json");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var operation = json.RootElement.GetProperty("operations").EnumerateArray().Single(it => it.GetProperty("name").GetString() == "get-shown");
        var objective = operation.GetProperty("objectives")[0];
        Assert.Equal(99.9m, objective.GetProperty("targetPercent").GetDecimal());
        Assert.Equal(1m, objective.GetProperty("budgetRemainingRatio").GetDecimal());
        Assert.Equal(0m, objective.GetProperty("burnRates").GetProperty("5m").GetDecimal());
        Assert.True(objective.GetProperty("good").GetInt64() >= 1);
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        var page = StatusHtml.Render([Status(runbook: Hostile)], nonce: "N");
        Assert.Equal(2, page.Split("<script").Length);
        Assert.DoesNotContain("</script><script>", page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlDecode(Hostile), WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://runbooks.example/x", true)]
    [InlineData("http://runbooks.example/x", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("docs/runbooks/x.md", false)]
    public void Only_a_web_address_becomes_a_link(string runbook, bool isLink) =>
        Assert.Equal(isLink, StatusHtml.Render([Status(runbook)], "N").Contains("<a href", StringComparison.Ordinal));

    [Fact]
    public void A_spent_budget_looks_spent() =>
        Assert.Contains("class=\"spent\"", StatusHtml.Render([Status("x", bad: 10)], "N"), StringComparison.Ordinal);

    private static OperationStatus Status(string runbook, long bad = 0)
    {
        var objective = Objective.Availability(99.9m);
        var operation = new Operation
        {
            Name = Hostile,
            Function = Hostile,
            Layer = OperationLayer.Method,
            Owner = new Ownership { Team = Hostile, Chat = Hostile },
            Level = new ServiceLevel { Objectives = EquatableArray.Of(objective), Runbook = runbook },
        };
        return new(
            new ServiceIdentity { Name = Hostile }, operation, Active: 0, TimeSpan.FromMinutes(5),
            [new(objective, new ErrorBudget(objective, 990, bad), [new(TimeSpan.FromMinutes(5), 0m)], [new(990, bad)])]);
    }

    private static Task<TestService> StartAsync() =>
        TestService.StartAsync(app => app.MapGet("/shown", [Slo(99.9)] () => "ok"), environment: "Development");

    private static async Task<HttpResponseMessage> GetAsync(TestService service, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/reliability", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
