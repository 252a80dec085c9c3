using Microsoft.AspNetCore.SignalR;

namespace Reliability.AspNetCore.Hubs;

/// <summary>Counts the calls of hub methods that carry an <c>[Slo]</c> or whose hub does. A method that is counted around its
/// body has no site to be found here.</summary>
internal sealed class OperationHubFilter : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) =>
        OperationSite.Of(invocationContext.HubMethod) is { } site ? MeasureAsync(site, invocationContext, next) : next(invocationContext);

    private static async ValueTask<object?> MeasureAsync(OperationSite site, HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var call = site.Start();
        try
        {
            var result = await next(context).ConfigureAwait(false);
            if (result is not null && HubStream.Of(context.HubMethod) is { } stream)
                return stream.Measure(result, site, call, context.Context.ConnectionAborted);

            call.Succeed();
            return result;
        }
        catch (Exception exception) when (HubFailures.Fail(site, ref call, exception, context.Context.ConnectionAborted))
        {
            throw;
        }
    }
}
