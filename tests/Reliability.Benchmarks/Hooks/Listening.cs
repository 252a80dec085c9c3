using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Reliability.Benchmarks.Hooks.Contenders;
using Reliability.Model;

namespace Reliability.Benchmarks.Hooks;

/// <summary>Listens to our meter and to the one written by hand, so that every contender is heard alike.</summary>
internal static class Listening
{
    private static readonly string[] s_meters = [Telemetry.Meter, HandWrittenTelemetry.MeterName];

    public static IDisposable? Start(ListenerState state) => state switch
    {
        ListenerState.MeterListener => Listener(),
        ListenerState.OpenTelemetry => Provider(),
        _ => null,
    };

    private static MeterListener Listener()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (s_meters.Contains(instrument.Meter.Name))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private static MeterProvider Provider() => Sdk.CreateMeterProviderBuilder()
        .AddMeter(s_meters)
        .AddReader(new PeriodicExportingMetricReader(new Nowhere()))
        .Build();

    /// <summary>Exports to nobody: what is measured is the SDK's part of a call, not a wire.</summary>
    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
