using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Reliability.AspNetCore.Tests.Pages;

namespace Reliability.AspNetCore.Tests;

public sealed class RazorPageTests
{
    [Theory]
    [InlineData("full", HttpStatusCode.OK, 1, 0)]
    [InlineData("missing", HttpStatusCode.NotFound, 1, 0)]
    [InlineData("down", HttpStatusCode.ServiceUnavailable, 0, 1)]
    public async Task A_page_is_an_endpoint(string what, HttpStatusCode expected, long good, long bad)
    {
        await using var service = await StartAsync();
        using var answer = await service.Client.GetAsync(new Uri("/cart/" + what, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal((good, bad), service.Events("cart"));
    }

    [Fact]
    public async Task Every_handler_of_a_page_is_counted_under_its_one_promise()
    {
        await using var service = await StartAsync();
        using var got = await service.Client.GetAsync(new Uri("/cart/full", UriKind.Relative), TestContext.Current.CancellationToken);
        using var posted = await service.Client.PostAsync(new Uri("/cart/full", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        Assert.Equal((2, 0), service.Events("cart"));
    }

    [Fact]
    public async Task A_page_that_throws_is_bad()
    {
        await using var service = await StartAsync();
        await Assert.ThrowsAsync<InvalidDataException>(
            () => service.Client.GetAsync(new Uri("/cart/broken", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal((0, 1), service.Events("cart"));
    }

    [Fact]
    public async Task A_page_without_a_promise_is_not_counted()
    {
        await using var service = await StartAsync();
        using var answer = await service.Client.GetAsync(new Uri("/free-page", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((0, 0), service.Events("cart"));
    }

    private static Task<TestService> StartAsync() => TestService.StartAsync(
        app => app.MapRazorPages(),
        builder => builder.Services.AddRazorPages(options => options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute()))
            .AddApplicationPart(typeof(CartModel).Assembly));
}
