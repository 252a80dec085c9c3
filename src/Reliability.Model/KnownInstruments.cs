namespace Reliability.Model;

/// <summary>The instruments that need no description. Reviewed against the code of .NET 10 and OpenTelemetry's conventions; what
/// counts no events (active requests, queue lengths, sizes), or bad ones only (exceptions, rejected connections), has no place
/// here.</summary>
public static class KnownInstruments
{
    // dotnet/aspnetcore src/Shared/Metrics/MetricsConstants.cs and dotnet/runtime System/Net/Http/DiagnosticsHelper.cs: advice since
    // .NET 9; before, OpenTelemetry's SDK had the same (open-telemetry/opentelemetry-dotnet, Metrics/Metric.cs). Also the advice of the
    // conventions for http.*, rpc.*.call and messaging.*.
    private static readonly EquatableArray<decimal> s_short =
        EquatableArray.Of(0.005m, 0.01m, 0.025m, 0.05m, 0.075m, 0.1m, 0.25m, 0.5m, 0.75m, 1m, 2.5m, 5m, 7.5m, 10m);

    // The same files: what lasts as long as a connection.
    private static readonly EquatableArray<decimal> s_long =
        EquatableArray.Of(0.01m, 0.02m, 0.05m, 0.1m, 0.2m, 0.5m, 1m, 2m, 5m, 10m, 30m, 60m, 120m, 300m);

    // open-telemetry/semantic-conventions docs/db/database-metrics.md: the advice for db.client.operation.duration.
    private static readonly EquatableArray<decimal> s_database = EquatableArray.Of(0.001m, 0.005m, 0.01m, 0.05m, 0.1m, 0.5m, 1m, 5m, 10m);

    // OpenTelemetry's SDK where nobody advises: meant for milliseconds.
    private static readonly EquatableArray<decimal> s_default =
        EquatableArray.Of(0m, 5m, 10m, 25m, 50m, 75m, 100m, 250m, 500m, 750m, 1000m, 2500m, 5000m, 7500m, 10000m);

    private static readonly Dictionary<string, KnownInstrument> s_all = new[]
    {
        // Meters Microsoft.AspNetCore.Hosting and System.Net.Http
        Seconds("http.server.request.duration", s_short),
        Seconds("http.client.request.duration", s_short),
        Seconds("http.client.request.time_in_queue", s_short),
        Seconds("http.client.connection.duration", s_long),

        // Microsoft.AspNetCore.Server.Kestrel
        Seconds("kestrel.connection.duration", s_long),
        Seconds("kestrel.tls_handshake.duration", s_short),

        // Microsoft.AspNetCore.Http.Connections
        Seconds("signalr.server.connection.duration", s_long),

        // Microsoft.AspNetCore.RateLimiting
        Seconds("aspnetcore.rate_limiting.request.time_in_queue", s_short),
        Seconds("aspnetcore.rate_limiting.request_lease.duration", s_short),
        Counts("aspnetcore.rate_limiting.requests", "{request}"),

        // Microsoft.AspNetCore.Routing
        Counts("aspnetcore.routing.match_attempts", "{match_attempt}"),

        // System.Net.NameResolution
        Seconds("dns.lookup.duration", s_short),

        // open-telemetry/semantic-conventions docs/rpc/rpc-metrics.md; the ones without .call are the older ones, in milliseconds.
        Seconds("rpc.server.call.duration", s_short),
        Seconds("rpc.client.call.duration", s_short),
        Milliseconds("rpc.server.duration", s_default),
        Milliseconds("rpc.client.duration", s_default),

        // docs/db/database-metrics.md
        Seconds("db.client.operation.duration", s_database),

        // docs/messaging/messaging-metrics.md
        Seconds("messaging.process.duration", s_short),
        Seconds("messaging.client.operation.duration", s_short),
        Counts("messaging.client.sent.messages", "{message}"),
        Counts("messaging.client.consumed.messages", "{message}"),
    }.ToDictionary(instrument => instrument.Name, StringComparer.Ordinal);

    /// <summary>All of them, sorted by name (ordinal).</summary>
    public static IReadOnlyList<KnownInstrument> All { get; } = [.. s_all.Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];

    /// <summary>The instrument of a name, or null.</summary>
    /// <param name="name">The name in OpenTelemetry.</param>
    public static KnownInstrument? Find(string name) => s_all.TryGetValue(name, out var known) ? known : null;

    private static KnownInstrument Seconds(string name, EquatableArray<decimal> buckets) => new(name, MetricKind.Histogram, "s", buckets);

    private static KnownInstrument Milliseconds(string name, EquatableArray<decimal> buckets) => new(name, MetricKind.Histogram, "ms", buckets);

    private static KnownInstrument Counts(string name, string unit) => new(name, MetricKind.Counter, unit, default);
}
