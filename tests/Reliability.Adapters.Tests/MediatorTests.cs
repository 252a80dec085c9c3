using Microsoft.Extensions.DependencyInjection;
using Reliability;
using Reliability.Adapters.Tests;

[assembly: CountedThrough(typeof(IRequestHandler<,>))]

namespace Reliability.Adapters.Tests;

/// <summary>The recipe of the guide for mediators, with interfaces of the shape that mediators have.</summary>
public sealed class MediatorTests
{
    [Theory]
    [InlineData("ok", 1, 0)]
    [InlineData("boom", 0, 1)]
    [InlineData("excluded", 0, 0)]
    [InlineData("cancelled", 0, 0)]
    public async Task A_handler_is_counted_by_the_behavior_around_it(string what, long good, long bad)
    {
        using var place = new Counted(Operations.PlaceOrder);
        await SendAsync<PlaceOrder, int>(new(what));
        place.Check(good, bad);
    }

    [Fact]
    public async Task A_handler_class_is_an_operation_too()
    {
        using var cancel = new Counted(Operations.CancelOrder);
        await SendAsync<CancelOrder, int>(new());
        cancel.Check(1, 0);
    }

    [Fact]
    public async Task A_partial_handler_needs_no_behavior_and_is_not_counted_by_it()
    {
        using var find = new Counted(Operations.FindOrder);
        await SendAsync<FindOrder, int>(new());
        find.Check(1, 0);
    }

    private static async Task SendAsync<TRequest, TResponse>(TRequest request)
        where TRequest : notnull
    {
        await using var provider = new ServiceCollection()
            .AddReliabilityTelemetry()
            .AddSingleton<IRequestHandler<PlaceOrder, int>, PlaceOrderHandler>()
            .AddSingleton<IRequestHandler<CancelOrder, int>, CancelOrderHandler>()
            .AddSingleton<IRequestHandler<FindOrder, int>, FindOrderHandler>()
            .AddSingleton(typeof(IPipelineBehavior<,>), typeof(OperationBehavior<,>))
            .BuildServiceProvider();
        var handler = provider.GetRequiredService<IRequestHandler<TRequest, TResponse>>();
        var behavior = provider.GetRequiredService<IPipelineBehavior<TRequest, TResponse>>();
        using var cancelled = new CancellationTokenSource();
        if (request is PlaceOrder("cancelled"))
            await cancelled.CancelAsync();

        try
        {
            await behavior.Handle(request, () => handler.Handle(request, cancelled.Token), cancelled.Token);
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException or OperationCanceledException)
        {
        }
    }
}

#pragma warning disable CA1711, CA1716 // the names that MediatR has
public delegate Task<TResponse> RequestHandlerDelegate<TResponse>();

public interface IRequestHandler<in TRequest, TResponse>
{
    Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken);
}

public interface IPipelineBehavior<in TRequest, TResponse>
    where TRequest : notnull
{
    Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken);
}
#pragma warning restore CA1711, CA1716

// <recipe>
public sealed class OperationBehavior<TRequest, TResponse>(IEnumerable<IRequestHandler<TRequest, TResponse>> handlers) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
        handlers.LastOrDefault()?.GetType().GetMethod("Handle", [typeof(TRequest), typeof(CancellationToken)]) is { } method && OperationSite.Of(method) is { } site
            ? site.MeasureAsync(static (next, _) => next(), next, cancellationToken)
            : next();
}

// </recipe>
public sealed record PlaceOrder(string What);

public sealed record CancelOrder;

public sealed record FindOrder;

public sealed class PlaceOrderHandler : IRequestHandler<PlaceOrder, int>
{
    [Slo(99.9, Exclude = [typeof(FileNotFoundException)])]
    public async Task<int> Handle(PlaceOrder request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return request.What switch
        {
            "boom" => throw new InvalidDataException("boom"),
            "excluded" => throw new FileNotFoundException("gone"),
            _ => 1,
        };
    }
}

[Slo(99.9)]
public sealed class CancelOrderHandler : IRequestHandler<CancelOrder, int>
{
    public Task<int> Handle(CancelOrder request, CancellationToken cancellationToken) => Task.FromResult(1);
}

public sealed partial class FindOrderHandler : IRequestHandler<FindOrder, int>
{
    [Slo(99.9)]
    public partial Task<int> Handle(FindOrder request, CancellationToken cancellationToken);

    private Task<int> HandleCore(FindOrder request, CancellationToken cancellationToken) => Task.FromResult(1);
}
