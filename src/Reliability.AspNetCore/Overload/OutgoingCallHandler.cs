using System.Globalization;
using System.Net.Http.Headers;
using OpenTelemetry;
using Reliability.AspNetCore.Measurement;
using Reliability.Deadlines;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>Hands the time that is left, and how much the work matters, on to the services that a service calls; and waits for them no
/// longer than that.</summary>
/// <remarks>The time ends with the headers of the response: what reads the body has a token of its own, that of the request.</remarks>
internal sealed class OutgoingCallHandler : DelegatingHandler
{
    private const string Header = "baggage";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // What holds now: the request of ours may end while this call goes on.
        if (CallState.Current is not { } state || (state.Deadline, state.Criticality) is var (deadline, criticality) && deadline is null && criticality is null)
            return base.SendAsync(request, cancellationToken);

        return deadline is { Remaining.Ticks: 0 }
            ? Task.FromException<HttpResponseMessage>(TooLate(request, inner: null))
            : SendAsync(request, deadline, criticality, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (CallState.Current is not { } state)
            return base.Send(request, cancellationToken);

        var (deadline, criticality) = (state.Deadline, state.Criticality);
        if (deadline is { Remaining.Ticks: 0 })
            throw TooLate(request, inner: null);

        var outer = Baggage.Current;
        using var time = new CallTime(deadline, cancellationToken);
        try
        {
            Tell(request, deadline, criticality);
            return base.Send(request, time.Token);
        }
        catch (OperationCanceledException exception) when (time.IsOver)
        {
            throw TooLate(request, exception);
        }
        finally
        {
            Baggage.Current = outer;
        }
    }

    private static DeadlineExceededException TooLate(HttpRequestMessage request, Exception? inner) =>
        new($"The deadline passed {(inner is null ? "before" : "during")} a call to {request.RequestUri?.Authority}.", inner);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Moment? deadline, Criticality? criticality, CancellationToken cancellationToken)
    {
        using var time = new CallTime(deadline, cancellationToken);
        try
        {
            Tell(request, deadline, criticality);
            return await base.SendAsync(request, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (time.IsOver)
        {
            throw TooLate(request, exception);
        }
    }

    /// <summary>Twice the same: in the header for who reads it, and in the baggage of the call, because the instrumentation of an SDK writes
    /// the header anew from that.</summary>
    private static void Tell(HttpRequestMessage request, Moment? deadline, Criticality? criticality)
    {
        var entries = new List<string>(Others(request.Headers));
        if (deadline is not null)
        {
            // The clock that deadlines are told by; the one that they are counted on may be another.
            var milliseconds = deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            entries.Add($"{Telemetry.Deadline}={milliseconds}");
            Baggage.SetBaggage(Telemetry.Deadline, milliseconds);
            TellGrpc(request, deadline);
        }

        if (criticality is { } level)
        {
            entries.Add($"{Telemetry.CallCriticality}={level.Name()}");
            Baggage.SetBaggage(Telemetry.CallCriticality, level.Name());
        }

        request.Headers.Remove(Header);
        request.Headers.TryAddWithoutValidation(Header, string.Join(',', entries));
    }

    /// <summary>What others put into the header stays as it is; what was ours is said anew.</summary>
    private static IEnumerable<string> Others(HttpRequestHeaders headers) =>
        headers.NonValidated.TryGetValues(Header, out var lines)
            ? lines.SelectMany(line => line.Split(',')).Select(entry => entry.Trim()).Where(entry => entry.Length > 0 && !IsOurs(entry))
            : [];

    private static bool IsOurs(string entry)
    {
        var key = entry.AsSpan(0, entry.AsSpan().IndexOfAny('=', ';') is var end and >= 0 ? end : entry.Length).Trim();
        return key.SequenceEqual(Telemetry.Deadline) || key.SequenceEqual(Telemetry.CallCriticality);
    }

    /// <summary>A gRPC client has given a time of its own, or none.</summary>
    private static void TellGrpc(HttpRequestMessage request, Moment deadline)
    {
        if (request.Content?.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
            return;

        var own = request.Headers.NonValidated.TryGetValues(GrpcStatus.TimeoutHeader, out var value) ? GrpcStatus.Timeout(value.ToString()) : null;
        if (own <= deadline.Remaining)
            return;

        request.Headers.Remove(GrpcStatus.TimeoutHeader);
        request.Headers.TryAddWithoutValidation(GrpcStatus.TimeoutHeader, GrpcStatus.Timeout(deadline.Remaining));
    }

    /// <summary>The caller's token, and the end of the time.</summary>
    private sealed class CallTime : IDisposable
    {
        private readonly CancellationToken _caller;
        private readonly CancellationTokenSource? _time;
        private readonly CancellationTokenRegistration _onCaller;

        public CallTime(Moment? deadline, CancellationToken caller)
        {
            _caller = caller;
            if (deadline is null)
                return;

            _time = new(deadline.Remaining, deadline.Clock);
            _onCaller = caller.UnsafeRegister(static time => ((CancellationTokenSource)time!).Cancel(), _time);
        }

        public CancellationToken Token => _time?.Token ?? _caller;

        public bool IsOver => _time is { IsCancellationRequested: true } && !_caller.IsCancellationRequested;

        public void Dispose()
        {
            _onCaller.Dispose();
            _time?.Dispose();
        }
    }
}
