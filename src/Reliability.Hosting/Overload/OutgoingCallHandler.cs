using System.Diagnostics;
using Reliability.Deadlines;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.Hosting.Overload;

/// <summary>Hands the time that is left, and how much the work matters, on to the services that a service calls; and waits for them no
/// longer than that.</summary>
/// <remarks>The time ends with the headers of the response: what reads the body has a token of its own, that of the request.</remarks>
/// <param name="told">Who is told; null for everybody. The time of a call ends whoever is called.</param>
internal sealed class OutgoingCallHandler(ToldHosts? told = null) : DelegatingHandler
{
    private const string Header = "baggage";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // What holds now: the request of ours may end while this call goes on.
        var (deadline, criticality) = Current;
        return deadline switch
        {
            null => SendTellingAsync(request, deadline, criticality, cancellationToken),
            { Remaining.Ticks: 0 } => Task.FromException<HttpResponseMessage>(TooLate(request, inner: null)),
            _ => SendInTimeAsync(request, deadline, criticality, cancellationToken),
        };
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (deadline, criticality) = Current;
        if (deadline is { Remaining.Ticks: 0 })
            throw TooLate(request, inner: null);

        using var time = new CallTime(deadline, cancellationToken);
        using var baggage = Tell(request, deadline, criticality);
        try
        {
            return base.Send(request, time.Token);
        }
        catch (OperationCanceledException exception) when (time.IsOver)
        {
            throw TooLate(request, exception);
        }
    }

    private static (Moment? Deadline, Criticality? Criticality) Current => CallState.Current is { } state ? (state.Deadline, state.Criticality) : default;

    private static DeadlineExceededException TooLate(HttpRequestMessage request, Exception? inner) =>
        new($"The deadline passed {(inner is null ? "before" : "during")} a call to {request.RequestUri?.Authority}.", inner);

    private async Task<HttpResponseMessage> SendInTimeAsync(HttpRequestMessage request, Moment deadline, Criticality? criticality, CancellationToken cancellationToken)
    {
        using var time = new CallTime(deadline, cancellationToken);
        try
        {
            return await SendTellingAsync(request, deadline, criticality, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (time.IsOver)
        {
            throw TooLate(request, exception);
        }
    }

    /// <summary>What goes on inside keeps the baggage that it began with; whoever called has its own back at once.</summary>
    private Task<HttpResponseMessage> SendTellingAsync(HttpRequestMessage request, Moment? deadline, Criticality? criticality, CancellationToken cancellationToken)
    {
        using var baggage = Tell(request, deadline, criticality);
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>Says it to whom it is to be said, and nothing of ours to anybody else.</summary>
    private OutgoingBaggage Tell(HttpRequestMessage request, Moment? deadline, Criticality? criticality)
    {
        if (told?.Contains(request.RequestUri) == false)
            (deadline, criticality) = (null, null);

        var baggage = OutgoingBaggage.Begin(deadline, criticality);
        Write(request, deadline, criticality);
        return baggage;
    }

    /// <summary>Says it in the header, for where there is no SDK: one writes the header anew from the baggage of the call.</summary>
    private void Write(HttpRequestMessage request, Moment? deadline, Criticality? criticality)
    {
        var isTold = request.Headers.NonValidated.TryGetValues(Header, out var lines);
        if (deadline is null && criticality is null && !(isTold && Entries(lines).Any(IsOurs)))
            return;

        List<string> entries = [.. (isTold ? Entries(lines) : EntriesOfActivity()).Where(entry => !IsOurs(entry))];
        if (deadline is not null)
        {
            entries.Add($"{Telemetry.Deadline}={OutgoingBaggage.Text(deadline)}");
            TellGrpc(request, deadline);
        }

        if (criticality is { } level)
            entries.Add($"{Telemetry.CallCriticality}={level.Name()}");

        request.Headers.Remove(Header);
        if (entries.Count > 0)
            request.Headers.TryAddWithoutValidation(Header, string.Join(',', entries));
    }

    private static IEnumerable<string> Entries(IEnumerable<string> lines) =>
        lines.SelectMany(line => line.Split(',')).Select(entry => entry.Trim()).Where(entry => entry.Length > 0);

    /// <summary>What the framework would put into the header if there were none yet.</summary>
    private IEnumerable<string> EntriesOfActivity()
    {
        string? line = null;
        Propagator?.Inject(Activity.Current, carrier: null, (_, name, value) => line = name == Header ? value : line);
        return line is null ? [] : Entries([line]);
    }

    /// <summary>That of the client, which may have none: not everybody is told what the baggage holds.</summary>
    private DistributedContextPropagator? Propagator
    {
        get
        {
            HttpMessageHandler? handler = this;
            while (handler is DelegatingHandler outer)
                handler = outer.InnerHandler;

            return handler is SocketsHttpHandler sockets ? sockets.ActivityHeadersPropagator : DistributedContextPropagator.Current;
        }
    }

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

        var own = request.Headers.NonValidated.TryGetValues(GrpcTimeout.Header, out var value) ? GrpcTimeout.Parse(value.ToString()) : null;
        if (own <= deadline.Remaining)
            return;

        request.Headers.Remove(GrpcTimeout.Header);
        request.Headers.TryAddWithoutValidation(GrpcTimeout.Header, GrpcTimeout.Text(deadline.Remaining));
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
