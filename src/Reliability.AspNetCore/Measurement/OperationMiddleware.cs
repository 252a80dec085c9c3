using Microsoft.AspNetCore.Http;

namespace Reliability.AspNetCore.Measurement;

/// <summary>Counts the events of endpoints that carry an <c>[Slo]</c>.</summary>
internal sealed class OperationMiddleware(RequestDelegate next, EndpointSites sites)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = new MeasuredRequest();
        context.Features.Set(request);
        try
        {
            await next(context).ConfigureAwait(false);
            request.BeginUnlessBegun(context, context.GetEndpoint(), sites);
            request.End(context);
        }
        catch (Exception exception) when (Fail(request, context, exception))
        {
            throw;
        }
    }

    private bool Fail(MeasuredRequest request, HttpContext context, Exception exception)
    {
        request.BeginUnlessBegun(context, context.GetEndpoint(), sites);
        return request.Fail(exception);
    }
}
