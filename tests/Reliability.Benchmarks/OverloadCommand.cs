using System.CommandLine;
using System.Globalization;
using Reliability.Benchmarks.Overload;

namespace Reliability.Benchmarks;

/// <summary><c>overload</c>: what a service does when three times as much comes as it can do, with and without admission; and who is
/// answered when what comes matters more or less.</summary>
internal static class OverloadCommand
{
    private const int ObjectiveMilliseconds = 250;
    private const double DefaultShare = 0.75;

    // Callers wait for so long, and then they are gone.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly double[] s_loads = [0.5, 0.75, 1, 1.5, 2, 3];
    private static readonly double[] s_shares = [1, 0.75, 0.5];

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long each load is measured.", DefaultValueFactory = _ => 10 };
        var plot = new Option<FileInfo?>("--plot") { Description = "Where to write the plot, as SVG." };
        var command = new Command("overload", "Goodput under too much load.") { seconds, plot };
        command.SetAction((parsed, cancellation) => MeasureAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(plot), cancellation));
        return command;
    }

    private static async Task MeasureAsync(TimeSpan time, FileInfo? plot, CancellationToken cancellation)
    {
        Print($"{Machine.Description}; capacity {Backend.CallsPerSecond:0} calls/s, {time.TotalSeconds:0} s each");
        var lines = await LoadsAsync(time, cancellation);
        var peak = lines.SelectMany(line => line.Points).Max(point => point.Y);
        foreach (var (name, points) in lines)
            Print($"{name}: at 3× {points[^1].Y:0} a second, {points[^1].Y / peak:0.0 %} of the peak ({peak:0})");

        await MixedAsync(time, cancellation);
        await SharesAsync(time, cancellation);
        if (plot is not null)
        {
            await File.WriteAllTextAsync(
                plot.FullName,
                Plot.Of(
                    "Goodput under load",
                    $"offered load, of a capacity of {Backend.CallsPerSecond:0} calls a second",
                    $"answers within {ObjectiveMilliseconds} ms, a second", lines, (0.9 * peak, "90 % of the peak")),
                cancellation);
        }
    }

    private static async Task<List<(string Name, IReadOnlyList<(double X, double Y)> Points)>> LoadsAsync(TimeSpan time, CancellationToken cancellation)
    {
        Print($"");
        Print($"| admission | load | offered/s | within {ObjectiveMilliseconds} ms/s | of those answered | p50 ms | p99 ms | turned away | gave up |");
        Print($"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var lines = new List<(string Name, IReadOnlyList<(double X, double Y)> Points)>();
        foreach (var admission in Enum.GetValues<Admission>())
        {
            var points = new List<(double, double)>();
            foreach (var load in s_loads)
            {
                await using var service = await OverloadService.StartAsync(admission, DefaultShare, cancellation);
                var traffic = new Traffic("all", load * Backend.CallsPerSecond, "critical", Backend.Milliseconds, ObjectiveMilliseconds);
                var outcome = (await CallAsync(service, s_patience, [traffic], time, cancellation))[0];
                points.Add((load, outcome.Goodput));
                Print($"| {admission.Label()} | {load:0.##}× | {outcome.OfferedPerSecond:0} | {outcome.Goodput:0} | {outcome.KeptShare:0.0 %} | {outcome.Percentile(0.5):0} | {outcome.Percentile(0.99):0} | {outcome.ShedShare:0 %} | {(double)outcome.Lost / outcome.Offered:0 %} |");
            }

            lines.Add((admission.Label(), points));
        }

        Print($"");
        return lines;
    }

    /// <summary>Twice as much as can be done, a quarter of which matters.</summary>
    private static async Task MixedAsync(TimeSpan time, CancellationToken cancellation)
    {
        Print($"");
        Print($"| admission, 2× | what | offered/s | good | turned away | p99 ms |");
        Print($"| --- | --- | ---: | ---: | ---: | ---: |");
        Traffic Of(string name, double load, string criticality) => new(name, load * Backend.CallsPerSecond, criticality, Backend.Milliseconds, ObjectiveMilliseconds);
        foreach (var admission in Enum.GetValues<Admission>())
        {
            await using var service = await OverloadService.StartAsync(admission, DefaultShare, cancellation);
            PrintEach(admission.Label(), await CallAsync(
                service, s_patience, [Of("critical", 0.5, "critical"), Of("sheddable plus", 0.5, "sheddable_plus"), Of("sheddable", 1, "sheddable")], time, cancellation));
        }
    }

    /// <summary>Batches that take seconds beside calls that must not wait for them: how much of the limit may they take?</summary>
    private static async Task SharesAsync(TimeSpan time, CancellationToken cancellation)
    {
        Print($"");
        Print($"| share of sheddable work | what | offered/s | good | turned away | p99 ms |");
        Print($"| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var share in s_shares)
        {
            await using var service = await OverloadService.StartAsync(Admission.Fixed, share, cancellation);
            PrintEach(share.ToString("0.00", CultureInfo.InvariantCulture), await CallAsync(
                service, TimeSpan.FromSeconds(10),
                [
                    new("critical", 0.15 * Backend.CallsPerSecond, "critical", Backend.Milliseconds, ObjectiveMilliseconds),
                    new("batches of 2 s", 20, "sheddable", 2000, 5000),
                ],
                time, cancellation));
        }
    }

    private static async Task<IReadOnlyList<Outcome>> CallAsync(
        OverloadService service, TimeSpan patience, IReadOnlyList<Traffic> traffic, TimeSpan time, CancellationToken cancellation)
    {
        using var callers = new Callers(service.Address, patience);
        return await callers.CallAsync(traffic, time, cancellation);
    }

    private static void PrintEach(string name, IReadOnlyList<Outcome> outcomes)
    {
        foreach (var outcome in outcomes)
            Print($"| {name} | {outcome.Traffic.Name} | {outcome.OfferedPerSecond:0} | {outcome.GoodShare:0.0 %} | {outcome.ShedShare:0.0 %} | {outcome.Percentile(0.99):0} |");
    }

    private static void Print(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
