using System.Diagnostics.Metrics;
using Reliability.Model;

namespace Reliability.Overload;

/// <summary>The instruments of all gates. Read from the gates when somebody collects: nothing is recorded while calls are let in, and
/// every series exists at zero before anything happened.</summary>
internal static class AdmissionMetrics
{
    private static readonly Meter s_meter = new(Telemetry.Meter, typeof(AdmissionMetrics).Assembly.GetName().Version?.ToString(3));

    static AdmissionMetrics()
    {
        s_meter.CreateObservableGauge(Telemetry.AdmissionLimit, () => Each(limiter => limiter.Limit), "{call}", "Calls that may be under way at a time.");
        s_meter.CreateObservableGauge(Telemetry.AdmissionActive, () => Each(limiter => limiter.Active), "{call}", "Admitted calls under way.");
        s_meter.CreateObservableGauge(Telemetry.AdmissionQueued, () => Each(limiter => limiter.Queued), "{call}", "Calls that wait for their turn.");
        s_meter.CreateObservableGauge(Telemetry.AdmissionSaturation, () => Each(limiter => (double)limiter.Active / limiter.Limit), null, "Share of the limit in use.");
        s_meter.CreateObservableCounter(Telemetry.AdmissionShed, Shed, "{call}", "Calls that were turned away.");
    }

    /// <summary>Makes sure that the instruments exist, for a listener that comes before the first call.</summary>
    public static void EnsureCreated() => _ = s_meter;

    private static IEnumerable<Measurement<T>> Each<T>(Func<AdmissionLimiter, T> read)
        where T : struct =>
        AdmissionGates.All.Select(gate => new Measurement<T>(read(gate.Admissions), Labels(gate)));

    private static IEnumerable<Measurement<long>> Shed() =>
        from gate in AdmissionGates.All
        from criticality in Enum.GetValues<Criticality>()
        from reason in Enum.GetValues<ShedReason>()
        select new Measurement<long>(gate.Admissions.Shed(criticality, reason),
        [
            .. Labels(gate),
            new(Telemetry.CallCriticality, criticality.Name()),
            new(Telemetry.ShedReason, reason.Name()),
        ]);

    private static KeyValuePair<string, object?>[] Labels(AdmissionGate gate) =>
        gate.Operation is null
            ? [new(Telemetry.Service, gate.Service.Name)]
            : [new(Telemetry.Service, gate.Service.Name), new(Telemetry.Operation, gate.Operation)];
}
