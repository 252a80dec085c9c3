using Reliability.Model;
using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>Gates for tests, each of a name of its own.</summary>
internal static class Gates
{
    private static int s_last;

    public static AdmissionGate Create(CapacityLimits limits) =>
        AdmissionGate.Create(new ServiceIdentity { Name = "gates" }, $"gate-{Interlocked.Increment(ref s_last)}", limits);
}
