using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Reliability.Deadlines;
using Reliability.Model;

namespace Reliability.AspNetCore.Measurement;

/// <summary>A request on its way through the service, from the edge and back. It belongs to the endpoint that was matched
/// first: an error handler that runs the pipeline again does not change whose request it was.</summary>
/// <remarks>It stands before the server's <see cref="IHttpRequestLifetimeFeature"/>, because <c>RequestAborted</c> alone does not
/// tell who cancelled: the caller that hung up, the service that called <c>Abort()</c>, or a timeout of the service's own that a
/// middleware linked in.</remarks>
internal sealed class MeasuredRequest : IHttpRequestLifetimeFeature
{
    private const string Aborted = "aborted";
    private const string TimedOut = "timeout";

    private readonly long _start = Stopwatch.GetTimestamp();
    private OperationSite? _site;
    private OperationCall _call;
    private HttpContext? _context;
    private IHttpRequestLifetimeFeature? _connection;
    private CancellationToken? _replaced;
    private CancellationTokenRegistration _onReplacedCancelled;
    private bool _isAbortedByService;
    private bool _isTimedOut;
    private bool _isTimedOutHalfway;
    private Exception? _refusal;
    private string? _refusalType;
    private bool _isDisregarded;
    private GivenTime? _given;

    CancellationToken IHttpRequestLifetimeFeature.RequestAborted
    {
        get => _replaced ?? _connection!.RequestAborted;
        set
        {
            _replaced = value;
            _onReplacedCancelled.Dispose();
            _onReplacedCancelled = value.UnsafeRegister(static request => ((MeasuredRequest)request!).OnReplacedCancelled(), this);
        }
    }

    /// <summary>Whether the caller gave up. Asked anew each time: the server knows it before the token that it handed out
    /// does.</summary>
    private bool IsCallerGone => !_isAbortedByService && IsCut;

    private bool IsCut => _connection?.RequestAborted.IsCancellationRequested == true;

    /// <summary>Whether the caller gave less time than is promised; asked when time was what a request failed by.</summary>
    private bool IsImpatience => _given?.IsTooLittle(Stopwatch.GetElapsedTime(_start), _site!.Promised) == true;

    /// <summary>Whether the pipeline runs again to show an error: the request was for something else.</summary>
    public static bool IsErrorPage(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    public void BeginUnlessBegun(HttpContext context, Endpoint? endpoint, EndpointSites sites)
    {
        if (_site is not null || sites.Find(endpoint) is not { } site || IsErrorPage(context))
            return;

        _site = site;
        _context = context;
        _call = site.StartedAt(_start);
        _connection = context.Features.Get<IHttpRequestLifetimeFeature>();
        if (_connection is not null)
            context.Features.Set<IHttpRequestLifetimeFeature>(this);
    }

    /// <summary>Says that the service gave up on the request by its own decision, whatever it answers then.</summary>
    /// <param name="reason">What is excluded, if it is excluded.</param>
    /// <param name="errorType">What the failure is called.</param>
    public void Refuse(Exception reason, string errorType) => (_refusal, _refusalType) = (reason, errorType);

    /// <summary>Says that nothing is to be learned about the service from the request, whatever it is answered.</summary>
    public void Disregard() => _isDisregarded = true;

    /// <summary>Says that there is something to be learned from it after all.</summary>
    public void Regard() => _isDisregarded = false;

    /// <summary>Says that the time of the request is what a caller gave whom nobody vouches for.</summary>
    public void Bind(GivenTime given) => _given = given;

    /// <summary>Ends a request that was answered.</summary>
    public void End(HttpContext context)
    {
        if (_site is null)
            return;

        _onReplacedCancelled.Dispose();
        if (_isDisregarded || IsExcluded(context))
            _call.Discard();
        else if (_refusalType is not null)
            FailUnlessImpatience(_refusalType, _refusalType == Telemetry.DeadlineExceeded);
        else if (_isAbortedByService)
            _call.Fail(Aborted);
        else if (_isTimedOutHalfway || (_isTimedOut && context.Response.StatusCode == StatusCodes.Status499ClientClosedRequest))
            FailUnlessImpatience(TimedOut, isEndOfTime: true);
        else
            EndBy(RequestOutcome.Of(context, IsCallerGone, Stopwatch.GetElapsedTime(_start), _site.IsGoodResponse));
    }

    /// <summary>Ends a request with an exception that nobody handled.</summary>
    /// <returns>Always false; meant for an exception filter.</returns>
    public bool Fail(Exception exception)
    {
        _onReplacedCancelled.Dispose();
        if (_isDisregarded || (IsCallerGone && exception is IOException))
            _call.Discard(); // nothing to be learned, or the caller hung up in the middle of its request
        else if (exception is BadHttpRequestException { StatusCode: < StatusCodes.Status500InternalServerError })
            _call.Succeed(); // the server answers it with that status: the caller's mistake
        else if (_isTimedOut && IsImpatience && exception is OperationCanceledException)
            _call.Discard(); // too late to answer anything else
        else
            _call.Fail(exception, new(IsCallerGone));

        return false;
    }

    void IHttpRequestLifetimeFeature.Abort()
    {
        // Whoever cleans up after a caller that has gone already aborts nothing.
        _isAbortedByService |= !IsCut;
        _connection!.Abort();
    }

    /// <summary>A middleware that replaces the token of the request links a timeout in. The framework takes what follows for the
    /// caller's cancellation: it answers 499, or ends a response that has begun as if that were all.</summary>
    private void OnReplacedCancelled()
    {
        if (IsCut)
            return;

        _isTimedOutHalfway = _context!.Response.HasStarted;
        _isTimedOut = true;
    }

    private void EndBy(RequestOutcome outcome)
    {
        if (outcome.IsUncounted)
            _call.Discard();
        else if (outcome.ErrorType is { } errorType)
            FailUnlessImpatience(errorType, errorType == GrpcStatus.DeadlineExceeded);
        else
            _call.Succeed();
    }

    private void FailUnlessImpatience(string errorType, bool isEndOfTime)
    {
        if (isEndOfTime && IsImpatience)
            _call.Discard();
        else
            _call.Fail(errorType);
    }

    /// <summary>An exception handler has turned the exception into a status; the exclusion is about the exception.</summary>
    private bool IsExcluded(HttpContext context) =>
        (_refusal ?? context.Features.Get<IExceptionHandlerFeature>()?.Error) is { } error && _site!.IsExcluded(error);
}
