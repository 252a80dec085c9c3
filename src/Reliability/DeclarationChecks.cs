using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reliability.Decorating;
using Reliability.Model;

namespace Reliability;

/// <summary>Says at start what only the whole program shows: each assembly for itself was fine.</summary>
internal sealed partial class DeclarationChecks(ILogger<DeclarationChecks> logger, DecoratedServices services) : IHostedService
{
    // What OpenTelemetry exports of one metric unless a view says otherwise; the rest is folded into one series.
    private const int SeriesLimit = 2000;
    private const int SeriesPerObjective = 2;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Check(OperationRegistry.Sites, OperationRegistry.Conflicts);
        CheckDecorators();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal void Check(IEnumerable<OperationSite> sites, IEnumerable<Operation> conflicts)
    {
        foreach (var conflict in conflicts)
            LogConflict(conflict.Name, conflict.Function!);

        var series = SeriesPerObjective * sites.Sum(site => site.Operation.Level.Objectives.Count);
        if (series > SeriesLimit)
            LogTooManySeries(series, SeriesLimit, Telemetry.Events);
    }

    private void CheckDecorators()
    {
        foreach (var service in services.Undecorated())
            LogUndecorated(service);

        foreach (var (service, inherited) in services.Bypassing())
            LogBypassing(service, inherited);
    }

    [LoggerMessage(LogLevel.Error, "{Service} is registered without the decorator that counts its operations: they are not counted. Call services.AddOperationDecorators() after the last registration.")]
    private partial void LogUndecorated(Type service);

    [LoggerMessage(LogLevel.Error, "{Service} inherits {Inherited}, but has no decorator: operations of {Inherited} are not counted when they are called through {Service}. Put an [Slo] on a method of {Service} too, or register {Inherited} instead.")]
    private partial void LogBypassing(Type service, Type inherited);

    [LoggerMessage(LogLevel.Error, "Two assemblies of one service promise different things under the name {Operation}; {Function} is counted as the other one. Give one of them a Name of its own.")]
    private partial void LogConflict(string operation, string function);

    [LoggerMessage(LogLevel.Error, "The objectives of this program have {Series} series, and OpenTelemetry exports {Limit} of one metric by default: SLOs beyond that are lost. Raise it: AddView(\"{Metric}\", new MetricStreamConfiguration {{ CardinalityLimit = … }}).")]
    private partial void LogTooManySeries(int series, int limit, string metric);
}
