using System.Runtime.CompilerServices;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>Operations with names of their own: the registry is one for the process.</summary>
internal static class Sites
{
    private static int s_count;

    /// <summary>As emitted code does: an operation that is known before anything is published.</summary>
    [ModuleInitializer]
    internal static void Register() => AvailabilityAndLatency(333m);

    public static OperationSite Availability(decimal target = 99m, int windowDays = 30, params string[] excluded) =>
        Of(new() { Objectives = EquatableArray.Of(Objective.Availability(target)), WindowDays = windowDays, ExcludedExceptions = EquatableArray.Of(excluded) });

    public static OperationSite AvailabilityAndLatency(decimal milliseconds = 1_000_000m, OperationLayer layer = OperationLayer.Method) =>
        Of(new() { Objectives = EquatableArray.Of(Objective.Availability(99m), Objective.Latency(90m, milliseconds)), Runbook = "docs/run.md" }, layer);

    public static OperationSite Of(ServiceLevel level, OperationLayer layer = OperationLayer.Method) => OperationSite.Create(
        new() { Name = "tests", Tier = "high", System = "lab" },
        new()
        {
            Name = "operation-" + Interlocked.Increment(ref s_count),
            Function = "Lab.Run",
            Layer = layer,
            Level = level,
            Owner = new() { Team = "payments", OnCall = "pagerduty:P1" },
        });

    public static void Succeed(this OperationSite site, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            var call = site.Start();
            call.Succeed();
        }
    }

    public static void Fail(this OperationSite site, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            var call = site.Start();
            call.Fail("broken");
        }
    }
}
