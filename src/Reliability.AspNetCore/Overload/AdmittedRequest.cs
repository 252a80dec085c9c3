using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Reliability.AspNetCore.Lifecycle;
using Reliability.AspNetCore.Measurement;
using Reliability.Deadlines;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>A request between the edge and its answer: the places that it has, the time that is left, and what was decided. It belongs to
/// the endpoint that was matched first; an error page is not turned away.</summary>
internal sealed class AdmittedRequest(HttpContext context) : CallState, IDisposable
{
    // Not thrown: only asked whether they are excluded.
    private static readonly OverloadedException s_overloaded = new();
    private static readonly DeadlineExceededException s_deadlineExceeded = new();

    private AdmissionLease _ofService;
    private AdmissionLease _ofEndpoint;
    private CancellationToken _aborted;
    private CancellationTokenSource? _timeout;
    private CancellationTokenRegistration _onAborted;
    private bool _isDecided;
    private Moment? _ofGrpc;
    private bool _isFailed;

    /// <summary>Whether an endpoint was chosen for a preflight. The error page that may answer it is not asked to let it in.</summary>
    public bool IsPreflight { get; set; }

    private Exception? Handled =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error and (OverloadedException or DeadlineExceededException) ? error : null;

    private bool IsTimedOut => _timeout is { IsCancellationRequested: true } && !_aborted.IsCancellationRequested;

    /// <summary>Lets the request in, at once or when its turn comes, or chooses another endpoint that refuses it.</summary>
    public Task DecideAsync(EndpointCapacity capacity, OverloadOptions options, TimeProvider clock)
    {
        if (_isDecided)
            return Task.CompletedTask;

        _isDecided = true;
        var isGrpc = GrpcStatus.IsGrpc(context);
        var incoming = IncomingCall.Read(context.Request, isGrpc, options.ClockTolerance, clock);
        _ofGrpc = incoming.IsKnownToGrpc ? incoming.Deadline : null;
        Criticality = capacity.CriticalityOf(incoming.Criticality, options.TrustCallers);
        Deadline = Moment.Earliest(incoming.Deadline, capacity.Time?.InForce is { } time ? Moment.In(time, clock) : null);

        if (incoming.Deadline is { } given && given == Deadline && !options.TrustCallers)
        {
            Given = new(given, given.Remaining);
            context.Features.Get<MeasuredRequest>()?.Bind(Given);
        }

        var entering = EnterAsync(capacity);
        if (!entering.IsCompletedSuccessfully)
            return AdmitAsync(entering, capacity, isGrpc);

        var refusal = entering.Result;

        // It took no time of ours: whoever sends such a deadline must not spend what was promised to others. Our own services are asked
        // where their time went.
        if (refusal == ShedReason.Deadline && !options.TrustCallers && incoming.Deadline is { Remaining.Ticks: 0 })
            context.Features.Get<MeasuredRequest>()?.Disregard();

        Admit(refusal, capacity, isGrpc);
        return Task.CompletedTask;
    }

    /// <summary>An exception handler has answered a cancellation as if the caller had gone, or a refusal as if it were a failure; or gRPC has, which
    /// handles all exceptions.</summary>
    public void AnswerHandled()
    {
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status499ClientClosedRequest } && IsTimedOut)
            Refuse(ShedReason.Deadline);
        else if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status500InternalServerError } && Handled is { } refusal)
            Refuse(refusal);
        else if (GrpcStatus.IsGrpc(context) && GrpcStatus.IsUnknown(context) && GrpcStatus.Place(context) is { } place)
            AnswerGrpc(GrpcFailures.Of(context), place);
    }

    /// <summary>Whether an exception that nobody handled is an answer that can still be given.</summary>
    public bool CanAnswer(Exception exception)
    {
        _isFailed = true;
        return !context.Response.HasStarted
            && exception switch
            {
                OverloadedException or DeadlineExceededException => true,
                OperationCanceledException => IsTimedOut,
                _ => false,
            };
    }

    public void Answer(Exception exception)
    {
        context.Response.Clear();
        Refuse(exception);
    }

    /// <summary>Gives the place in the service back, and says nothing of the time: the request stays open for as long as its caller likes.
    /// Whoever has a place of an endpoint's own keeps it, which is what that one counts.</summary>
    public void LeaveService() => _ofService.Forget();

    /// <summary>Says of an exception that somebody else is about to answer what it is, as far as a header and a measurement can.</summary>
    public void Tell(Exception exception)
    {
        if (!context.Response.HasStarted && exception is (OverloadedException or DeadlineExceededException))
            Refuse(exception);
    }

    /// <summary>Gives everything back. Once counts.</summary>
    public void Dispose()
    {
        if (HasFailed())
        {
            _ofEndpoint.Fail();
            _ofService.Fail();
        }

        _ofEndpoint.Dispose();
        _ofService.Dispose();

        // What outlives the request is no longer bound by its time, and matters as much as anything.
        Deadline = null;
        Criticality = null;
        Given = null;
        if (_timeout is not null)
        {
            context.RequestAborted = _aborted;
            _onAborted.Dispose();
            _timeout.Dispose();
        }

        // It has hold of this object, perhaps for as long as the process lives.
        context = null!;
    }

    /// <summary>Whether the call did not do what it takes its time for: a failure, in gRPC too, or a caller that had gone.</summary>
    public bool HasFailed() =>
        _isFailed
        || context.Response.StatusCode is StatusCodes.Status499ClientClosedRequest or >= StatusCodes.Status500InternalServerError
        || (GrpcStatus.IsGrpc(context) && (GrpcStatus.ServerFailure(context) is not null || GrpcStatus.IsCancelled(context)));

    /// <summary>The endpoint first: who waits for a crowded endpoint has no place of the service's, which others need, and its waiting is
    /// not the service's latency.</summary>
    private ValueTask<ShedReason?> EnterAsync(EndpointCapacity capacity)
    {
        if (capacity.OfService is null && capacity.OfEndpoint is null)
            return new(Deadline is { Remaining.Ticks: 0 } ? ShedReason.Deadline : (ShedReason?)null);

        var entering = EnterAsync(capacity.OfEndpoint);
        if (!entering.IsCompletedSuccessfully)
            return WaitAsync(entering, capacity);

        var admission = entering.Result;
        _ofEndpoint = admission.Lease;
        return admission.Refusal is null ? EnterServiceAsync(capacity) : new(admission.Refusal);
    }

    private ValueTask<ShedReason?> EnterServiceAsync(EndpointCapacity capacity)
    {
        var entering = EnterAsync(capacity.OfService);
        return entering.IsCompletedSuccessfully ? new(Take(entering.Result)) : WaitAsync(entering);
    }

    private async ValueTask<ShedReason?> WaitAsync(ValueTask<Admission> endpoint, EndpointCapacity capacity)
    {
        var admission = await endpoint.ConfigureAwait(false);
        _ofEndpoint = admission.Lease;
        return admission.Refusal ?? await EnterServiceAsync(capacity).ConfigureAwait(false);
    }

    private async ValueTask<ShedReason?> WaitAsync(ValueTask<Admission> service)
    {
        try
        {
            var admission = await service.ConfigureAwait(false);
            _ofEndpoint.Restart();
            return Take(admission);
        }
        catch (OperationCanceledException)
        {
            _ofEndpoint.Forget();
            throw;
        }
    }

    /// <summary>Whom the service turns away has done nothing at the endpoint.</summary>
    private ShedReason? Take(Admission service)
    {
        _ofService = service.Lease;
        if (service.Refusal is not null)
            _ofEndpoint.Forget();

        return service.Refusal;
    }

    private ValueTask<Admission> EnterAsync(AdmissionGate? gate) =>
        gate is null
            ? default
            : gate.TryEnterAsync(Criticality ?? Reliability.Criticality.Critical, Deadline is { } moment ? new Deadline(moment) : null, context.RequestAborted);

    private async Task AdmitAsync(ValueTask<ShedReason?> entering, EndpointCapacity capacity, bool isGrpc)
    {
        try
        {
            Admit(await entering.ConfigureAwait(false), capacity, isGrpc);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone while it waited: there is nobody to answer, and nothing went wrong.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            context.SetEndpoint(capacity.Refusal);
        }
    }

    private void Admit(ShedReason? refusal, EndpointCapacity capacity, bool isGrpc)
    {
        if (refusal is { } reason)
        {
            Refuse(reason);
            context.SetEndpoint(capacity.RefusalOf(context.Request));
            return;
        }

        _ofService.Tell(capacity.InService);
        _ofEndpoint.Tell(capacity.InClass);
        if (capacity.StaysOpen)
            context.Features.Get<RequestInFlight>()?.StayOpen();

        if (Deadline is { } moment)
            Bind(moment, isGrpc);
    }

    /// <summary>Lets the time of the request end. gRPC has its own way of doing so, and answers rightly if only it is told.</summary>
    private void Bind(Moment moment, bool isGrpc)
    {
        if (isGrpc)
        {
            // A time that is written down again is a little shorter; the service would hang up before the caller does.
            if (moment != _ofGrpc)
                IncomingCall.TellGrpc(context.Request, moment);

            return;
        }

        _aborted = context.RequestAborted;
        _timeout = new(moment.Remaining, moment.Clock);
        _onAborted = _aborted.UnsafeRegister(static timeout => ((CancellationTokenSource)timeout!).Cancel(), _timeout);
        context.RequestAborted = _timeout.Token;
    }

    /// <summary>Says what a method was refused by instead of UNKNOWN, which no caller knows what to do with.</summary>
    private void AnswerGrpc(Exception? exception, IHeaderDictionary place)
    {
        if (exception is not (OverloadedException or DeadlineExceededException or IEndOfTime))
            return;

        var overloaded = exception as OverloadedException;
        context.Features.Get<MeasuredRequest>()?.Refuse(exception, exception switch
        {
            OverloadedException => Telemetry.Overloaded,
            DeadlineExceededException => Telemetry.DeadlineExceeded,
            _ => GrpcStatus.DeadlineExceeded,
        });
        RefusalResponse.WriteStatus(place, overloaded is null ? null : overloaded.RetryAfter > TimeSpan.Zero ? overloaded.RetryAfter : RetryDelay.Next());
    }

    private void Refuse(Exception exception)
    {
        if (exception is OverloadedException overloaded)
            Refuse(ShedReason.QueueFull, overloaded.RetryAfter > TimeSpan.Zero ? overloaded.RetryAfter : null);
        else
            Refuse(ShedReason.Deadline);
    }

    private void Refuse(ShedReason reason, TimeSpan? retryAfter = null)
    {
        var isLate = reason == ShedReason.Deadline;
        context.Features.Get<MeasuredRequest>()?.Refuse(isLate ? s_deadlineExceeded : s_overloaded, isLate ? Telemetry.DeadlineExceeded : Telemetry.Overloaded);
        _isFailed = true;
        RefusalResponse.Write(context, isLate ? null : retryAfter ?? RetryDelay.Next());
    }
}
