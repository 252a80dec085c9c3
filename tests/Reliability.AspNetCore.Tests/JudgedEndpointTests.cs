using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.AspNetCore.Tests;

public sealed class JudgedEndpointTests
{
    [Theory]
    [InlineData(200, "fresh", 1, 0)]
    [InlineData(200, "stale", 0, 1)]
    [InlineData(503, "fresh", 1, 0)]
    [InlineData(200, "throws", 0, 1)]
    public async Task A_judge_decides_instead_of_the_status(int status, string age, long good, long bad)
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/judged/{status:int}/{age}", Judged));
        using var answer = await service.Client.GetAsync(new Uri($"/judged/{status}/{age}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal((good, bad), service.Events("judged"));
    }

    [Fact]
    public async Task A_judge_is_not_asked_about_a_caller_that_gave_up()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/judged/{status:int}/{age}", Judged));
        using var answer = await service.Client.GetAsync(new Uri("/judged/499/stale", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), service.Events("judged"));
    }

    [Fact]
    public async Task An_exception_is_bad_before_any_judge_is_asked()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/judged/{status:int}/{age}", Judged));
        await Assert.ThrowsAsync<InvalidDataException>(
            () => service.Client.GetAsync(new Uri("/judged/1/fresh", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal((0, 1), service.Events("judged"));
    }

    [Fact]
    public async Task A_controller_has_one_judge_for_all_its_actions()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapControllers(),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(JudgedController).Assembly));
        using var empty = await service.Client.GetAsync(new Uri("/judged-controller/none", UriKind.Relative), TestContext.Current.CancellationToken);
        using var some = await service.Client.GetAsync(new Uri("/judged-controller/some", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), service.Events("judged-controller"));
    }

    [Slo(99.9, Name = "judged", Good = nameof(IsFresh))]
    private static IResult Judged(int status, string age, HttpResponse response)
    {
        if (status == 1)
            throw new InvalidDataException("boom");

        response.Headers.Age = age;
        return Results.StatusCode(status);
    }

    internal static bool IsFresh(HttpContext context) => context.Response.Headers.Age.ToString() switch
    {
        "fresh" => true,
        "stale" => false,
        var other => throw new FormatException(other),
    };
}

[ApiController]
[Route("judged-controller")]
[Slo(99.9, Name = "judged-controller", Good = nameof(HasContent))]
public sealed class JudgedController : ControllerBase
{
    [HttpGet("none")]
    public IActionResult None() => NoContent();

    [HttpGet("some")]
    public IActionResult Some() => Ok("some");

    internal static bool HasContent(HttpContext context) => context.Response.StatusCode != StatusCodes.Status204NoContent;
}
