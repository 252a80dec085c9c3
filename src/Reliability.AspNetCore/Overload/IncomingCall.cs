using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Context.Propagation;
using Reliability.Deadlines;
using Reliability.Hosting.Overload;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>What a caller says of its call in the headers. It may say anything: what is not understood is not there.</summary>
/// <param name="Deadline">Until when it waits.</param>
/// <param name="Criticality">How much it matters.</param>
/// <param name="IsKnownToGrpc">Whether the time is the one that gRPC itself has read, and keeps.</param>
internal readonly record struct IncomingCall(Moment? Deadline, Criticality? Criticality, bool IsKnownToGrpc = false)
{
    private const string Baggage = "baggage";
    private const string KeyPrefix = "reliability.";

    // Ours, and not the one of the SDK: it works where there is no SDK.
    private static readonly BaggagePropagator s_propagator = new();

    public static IncomingCall Read(HttpRequest request, bool isGrpc, TimeSpan clockTolerance, TimeProvider clock)
    {
        var call = OfBaggage(request.Headers, clockTolerance, clock);
        if (!isGrpc || GrpcTimeout.Parse(request.Headers[GrpcTimeout.Header].ToString()) is not { } timeout)
            return call;

        var moment = Moment.In(timeout, clock);
        return moment.IsEarlierThan(call.Deadline) ? call with { Deadline = moment, IsKnownToGrpc = true } : call;
    }

    /// <summary>Tells gRPC the time of a call, which may be shorter than the one that the caller gave.</summary>
    public static void TellGrpc(HttpRequest request, Moment moment) =>
        request.Headers[GrpcTimeout.Header] = GrpcTimeout.Text(moment.Remaining);

    /// <summary>Takes what the caller says out of everything that would hand it on by itself. It is true of the request, and the calls of
    /// the request say it anew; what outlives the request would say it for ever.</summary>
    public static void Forget()
    {
        Forget(Telemetry.Deadline);
        Forget(Telemetry.CallCriticality);
    }

    private static void Forget(string name)
    {
        if (OpenTelemetry.Baggage.Current is var baggage && baggage.GetBaggage(name) is not null)
            OpenTelemetry.Baggage.Current = baggage.RemoveBaggage(name);

        Forget(Activity.Current, name);
    }

    /// <summary>From the outermost on: an activity tells what those around it hold as well.</summary>
    private static void Forget(Activity? activity, string name)
    {
        if (activity?.GetBaggageItem(name) is null)
            return;

        Forget(activity.Parent, name);

        // A header may say the same twice.
        while (activity.GetBaggageItem(name) is not null)
            activity.SetBaggage(name, null);
    }

    private static IncomingCall OfBaggage(IHeaderDictionary headers, TimeSpan clockTolerance, TimeProvider clock)
    {
        if (!headers.TryGetValue(Baggage, out var lines) || !lines.Any(line => line?.Contains(KeyPrefix, StringComparison.Ordinal) == true))
            return default;

        var baggage = s_propagator.Extract(default, headers, static (headers, name) => headers[name]!).Baggage;
        Moment? deadline = long.TryParse(baggage.GetBaggage(Telemetry.Deadline), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? Moment.AtUnixTimeMilliseconds(milliseconds, clockTolerance, clock)
            : null;
        return new(deadline, OverloadNames.TryParse(baggage.GetBaggage(Telemetry.CallCriticality), out var criticality) ? criticality : null);
    }
}
