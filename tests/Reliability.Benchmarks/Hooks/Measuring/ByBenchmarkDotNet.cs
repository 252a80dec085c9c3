using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;

namespace Reliability.Benchmarks.Hooks.Measuring;

/// <summary>Measures each contender in a process of its own.</summary>
internal static class ByBenchmarkDotNet
{
    public static IReadOnlyList<Figure> Measure(IEnumerable<Type> subjects, int launches)
    {
        var job = Job.Default
            .WithLaunchCount(launches)
            .WithWarmupCount(5)
            .WithIterationCount(12)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        var config = DefaultConfig.Instance
            .AddJob(job)
            .WithBuildTimeout(TimeSpan.FromMinutes(15))
            .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
        var summaries = BenchmarkRunner.Run([.. subjects], config);
        return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success))
            ? [.. summaries.SelectMany(Figures)]
            : throw new InvalidOperationException("Not every benchmark ran; the log above says why.");
    }

    private static IEnumerable<Figure> Figures(Summary summary)
    {
        foreach (var group in summary.Reports.Where(report => report.ResultStatistics is not null).GroupBy(Key))
        {
            var raw = Median(group, Figure.Raw);
            var byHand = Median(group, Figure.HandWritten);
            foreach (var report in group)
            {
                var own = report.ResultStatistics!.Median;
                yield return new(
                    group.Key.Subject,
                    group.Key.Listener,
                    Contender(report),
                    own,
                    report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0,
                    own / byHand,
                    own - raw);
            }
        }
    }

    private static (string Subject, ListenerState Listener) Key(BenchmarkReport report) =>
        (Subject.NameOf(report.BenchmarkCase.Descriptor.Type), (ListenerState)report.BenchmarkCase.Parameters[nameof(HookBenchmarks.Listener)]);

    private static string Contender(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethod.Name;

    private static double Median(IEnumerable<BenchmarkReport> reports, string contender) =>
        reports.SingleOrDefault(report => Contender(report) == contender)?.ResultStatistics?.Median ?? double.NaN;
}
