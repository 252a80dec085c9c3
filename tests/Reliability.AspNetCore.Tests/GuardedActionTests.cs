using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Overload;

namespace Reliability.AspNetCore.Tests;

/// <summary>Actions that are partial methods: what is declared on them is carried out once, by the edge or around the body.</summary>
public sealed class GuardedActionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_time_of_an_action_with_a_fallback_ends_inside_of_the_fallback()
    {
        await using var service = await StartAsync(new Work());
        using var answer = await service.Client.GetAsync(new Uri("/guarded/slow", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("instead", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task The_fallback_of_an_action_answers_whom_its_capacity_turns_away()
    {
        var work = new Work();
        await using var service = await StartAsync(work);
        var first = service.Client.GetStringAsync(new Uri("/guarded/crowded", UriKind.Relative), Cancelled);
        await work.Begun;
        Assert.Single(AdmissionGates.All, gate => gate.Operation?.Contains("guarded", StringComparison.Ordinal) == true && gate.Admissions.Active == 1);
        Assert.Equal("instead", await service.Client.GetStringAsync(new Uri("/guarded/crowded", UriKind.Relative), Cancelled));
        work.End();
        Assert.Equal("done", await first);
    }

    [Fact]
    public async Task The_edge_ends_the_time_of_an_action_without_one()
    {
        await using var service = await StartAsync(new Work());
        using var answer = await service.Client.GetAsync(new Uri("/guarded/retried", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
    }

    [Fact]
    public async Task The_edge_ends_the_time_that_the_controller_has_for_all()
    {
        await using var service = await StartAsync(new Work());
        Assert.Equal("of the edge", await service.Client.GetStringAsync(new Uri("/guarded/of-class", UriKind.Relative), Cancelled));
    }

    [Fact]
    public async Task The_configuration_changes_the_time_at_the_edge_of_an_action_whose_body_is_tried_again_under_the_same_name()
    {
        await using var service = await StartAsync(new Work(), ("Reliability:Operations:guarded-promised:Timeout:Milliseconds", "40"));
        using var answer = await service.Client.GetAsync(new Uri("/guarded/promised", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
    }

    private static Task<TestService> StartAsync(Work work, params (string Key, string? Value)[] settings) => TestService.StartAsync(
        app => app.MapControllers(),
        builder =>
        {
            builder.Services.AddControllers().AddApplicationPart(typeof(GuardedController).Assembly);
            builder.Services.AddSingleton(work);
        },
        settings: settings);
}

[Route("guarded")]
[Timeout(15_000)]
public sealed partial class GuardedController(Work work) : ControllerBase
{
    [HttpGet("slow"), Timeout(40), Fallback(nameof(Instead))]
    public partial Task<string> SlowAsync(CancellationToken cancellationToken);

    [HttpGet("crowded"), Capacity(MaxConcurrency = 1), Fallback(nameof(Instead))]
    public partial Task<string> CrowdedAsync(CancellationToken cancellationToken);

    [HttpGet("retried"), Timeout(40), Retry, Idempotent]
    public partial Task<string> RetriedAsync(CancellationToken cancellationToken);

    [HttpGet("of-class"), Fallback(nameof(Instead))]
    public partial Task<string> OfClassAsync(CancellationToken cancellationToken);

    [HttpGet("promised"), Slo(99.9, Name = "guarded-promised"), Timeout(10_000), Retry, Idempotent]
    public partial Task<string> PromisedAsync(CancellationToken cancellationToken);

    private static Task<string> PromisedAsyncCore(CancellationToken cancellationToken) => SlowAsyncCore(cancellationToken);

    private static async Task<string> SlowAsyncCore(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return "done";
    }

    private async Task<string> CrowdedAsyncCore(CancellationToken cancellationToken)
    {
        await work.DoAsync().WaitAsync(cancellationToken);
        return "done";
    }

    private static Task<string> RetriedAsyncCore(CancellationToken cancellationToken) => SlowAsyncCore(cancellationToken);

    private static Task<string> OfClassAsyncCore(CancellationToken cancellationToken) =>
        Task.FromResult(Deadlines.Deadline.Current is null ? "of nobody" : "of the edge").WaitAsync(cancellationToken);

    private static string Instead(CancellationToken cancellationToken) => "instead";
}
