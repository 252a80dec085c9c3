using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Benchmarks.Rules;

/// <summary>What a Prometheus would hold that has scraped the services for thirty days, as far as the rules look at it: raw counters and
/// recorded rates of three days, recorded ratios and hours of thirty.</summary>
internal sealed class History(int slos)
{
    public const string Service = "shop";
    public const string Events = "reliability_slo_events_total";
    public const string WorkbookRatio = "slo:sli_error:ratio_rate";
    public const int Replicas = 2;

    private static readonly TimeSpan s_step = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_long = TimeSpan.FromDays(30) + TimeSpan.FromHours(2);
    private static readonly TimeSpan s_short = TimeSpan.FromDays(3) + TimeSpan.FromHours(2);

    public DateTimeOffset End { get; } = Floor(DateTimeOffset.UtcNow) - TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(7);

    public long Samples { get; private set; }

    public static string Slo(int index) => $"operation-{index:0000}";

    public async Task WriteAsync(Prometheus prometheus, CancellationToken cancellation)
    {
        // An hour at a time: Prometheus refuses what is more than an hour behind.
        for (var hour = Floor(End - s_long); hour < End; hour += TimeSpan.FromHours(1))
        {
            var write = new RemoteWrite();
            foreach (var slo in Enumerable.Range(0, slos).Select(Slo))
                WriteHour(write, slo, hour);

            Samples += write.Samples;
            await prometheus.WriteAsync(write, cancellation);
        }
    }

    private void WriteHour(RemoteWrite write, string slo, DateTimeOffset hour)
    {
        var minutes = Enumerable.Range(0, 60).Select(minute => hour + minute * s_step + TimeSpan.FromSeconds(7)).Where(at => at <= End).ToList();
        write.Series(WorkbookRatio + "5m", [("slo", slo)], minutes, _ => 0.0005);
        (string, string)[] recorded = [("objective", "availability"), ("service", Service), ("slo", slo)];

        // Windows are put together out of these, an hour apart, and a quarter later.
        List<DateTimeOffset> lastMinute = [minutes[14], minutes[^1]];
        foreach (var (name, value) in new[] { (SeriesNames.HourTotal, 36_000), (SeriesNames.HourBad, 18), (SeriesNames.ThisHourTotal, 36_000), (SeriesNames.ThisHourBad, 18) })
            write.Series(name, recorded, lastMinute, _ => value);

        if (hour < End - s_short)
            return;

        write.Series(SeriesNames.EventsTotal, recorded, minutes, _ => 10);
        write.Series(SeriesNames.EventsBad, recorded, minutes, _ => 0.005);
        WriteInstants(write, slo, recorded, minutes);
        foreach (var replica in Enumerable.Range(0, Replicas))
        {
            foreach (var (outcome, rate) in new[] { ("bad", 0.0025), ("good", 4.9975) })
                write.Series(Events, [("instance", $"replica-{replica}"), .. Declared(slo, ("reliability_outcome", outcome))], minutes, at => Math.Floor(at.ToUnixTimeSeconds() * rate));
        }
    }

    /// <summary>What rules read only as it is now.</summary>
    private void WriteInstants(RemoteWrite write, string slo, (string, string)[] recorded, List<DateTimeOffset> minutes)
    {
        var last = minutes.Where(at => at > End - TimeSpan.FromMinutes(3)).ToList();
        foreach (var window in new[] { "5m", "30m", "1h", "2h", "6h", "1d", "3d" })
        {
            write.Series("slo:error_ratio:ratio_rate" + window, recorded, last, _ => 0.0005);
            if (window != "5m")
                write.Series(WorkbookRatio + window, [("slo", slo)], last, _ => 0.0005);
        }

        foreach (var (name, value) in new[]
        {
            (SeriesNames.ObjectiveRatio, 0.999), (SeriesNames.WindowTotal, 26e6), (SeriesNames.WindowBad, 13e3), (SeriesNames.WindowErrorRatio, 0.0005), (SeriesNames.BudgetRemaining, 0.5),
        })
        {
            write.Series(name, recorded, last, _ => value);
        }

        write.Series(SeriesNames.ObjectiveInfo, [.. recorded, ("window", "30")], last, _ => 1);
        foreach (var replica in Enumerable.Range(0, Replicas))
        {
            var instance = ("instance", $"replica-{replica}");
            write.Series("reliability_slo_objective", [instance, .. Declared(slo, ("reliability_window_days", "30"))], last, _ => 0.999);
            write.Series("reliability_slo_info", [instance, ("reliability_service", Service), ("reliability_slo", slo), ("reliability_window_days", "30")], last, _ => 1);
            foreach (var alert in BurnRatePolicy.Alerts(Objective.Availability(99.9m), 30))
            {
                (string, string)[] windows =
                [
                    ("reliability_severity", alert.Severity.Name()), ("reliability_window_long", WindowName.Of(alert.LongWindow)),
                    ("reliability_window_short", WindowName.Of(alert.ShortWindow)),
                ];
                write.Series("reliability_slo_burn_threshold", [instance, .. Declared(slo, windows)], last, _ => (double)alert.Threshold(Objective.Availability(99.9m)));
                if (replica == 0)
                {
                    write.Series(
                        SeriesNames.BurnThreshold, [("long", windows[1].Item2), .. recorded, ("severity", windows[0].Item2), ("short", windows[2].Item2)], last,
                        _ => (double)alert.Threshold(Objective.Availability(99.9m)));
                }
            }
        }
    }

    private static (string, string)[] Declared(string slo, params (string, string)[] more) =>
        [("reliability_objective", "availability"), .. more, ("reliability_service", Service), ("reliability_slo", slo)];

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.Ticks - at.Ticks % TimeSpan.TicksPerHour, TimeSpan.Zero);
}
