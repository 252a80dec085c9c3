namespace Reliability.Model;

/// <summary>An instrument of .NET or of OpenTelemetry's conventions.</summary>
/// <param name="Name">The name in OpenTelemetry: <c>http.server.request.duration</c>.</param>
/// <param name="Kind">What kind of instrument it is.</param>
/// <param name="Unit">The unit in UCUM.</param>
/// <param name="Buckets">The upper bounds of a histogram's buckets unless a program says otherwise, in its unit, ascending; empty for a
/// counter.</param>
public sealed record KnownInstrument(string Name, MetricKind Kind, string Unit, EquatableArray<decimal> Buckets);
