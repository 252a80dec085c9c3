using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Reliability.AspNetCore.Measurement;

/// <summary>A request on its way through the service, from the edge and back. It belongs to the endpoint that was matched
/// first: an error handler that runs the pipeline again does not change whose request it was.</summary>
internal sealed class MeasuredRequest
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private OperationSite? _site;
    private OperationCall _call;

    public void BeginUnlessBegun(HttpContext context, Endpoint? endpoint, EndpointSites sites)
    {
        if (_site is not null || sites.Find(endpoint) is not { } site || IsErrorPage(context))
            return;

        _site = site;
        _call = site.StartedAt(_start);
    }

    /// <summary>Ends a request that was answered.</summary>
    public void End(HttpContext context)
    {
        if (_site is null)
            return;

        if (IsExcluded(context))
            _call.Discard();
        else
            EndBy(RequestOutcome.Of(context, _site.IsGoodResponse));
    }

    /// <summary>Ends a request with an exception that nobody handled.</summary>
    /// <returns>Always false; meant for an exception filter.</returns>
    public bool Fail(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException { StatusCode: < StatusCodes.Status500InternalServerError })
            _call.Succeed(); // the server answers it with that status: the caller's mistake
        else if (exception is IOException && context.RequestAborted.IsCancellationRequested)
            _call.Discard(); // the caller hung up in the middle of its request
        else
            _call.Fail(exception, context.RequestAborted);

        return false;
    }

    private void EndBy(RequestOutcome outcome)
    {
        if (outcome.IsUncounted)
            _call.Discard();
        else if (outcome.ErrorType is { } errorType)
            _call.Fail(errorType);
        else
            _call.Succeed();
    }

    /// <summary>Whether the pipeline runs again to show an error: the request was for something else.</summary>
    private static bool IsErrorPage(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    /// <summary>An exception handler has turned the exception into a status; the exclusion is about the exception.</summary>
    private bool IsExcluded(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error && _site!.IsExcluded(error);
}
