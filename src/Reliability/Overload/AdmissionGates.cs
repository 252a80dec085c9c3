using System.Collections.Immutable;

namespace Reliability.Overload;

/// <summary>All gates of the process. Filled when an assembly or an endpoint is first used; read by instruments.</summary>
internal static class AdmissionGates
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<(string Service, string? Operation), AdmissionGate> s_byName = [];
    private static ImmutableArray<AdmissionGate> s_gates = [];

    /// <summary>The gates in the order of their creation.</summary>
    public static ImmutableArray<AdmissionGate> All => s_gates;

    public static AdmissionGate GetOrAdd((string Service, string? Operation) name, Func<AdmissionGate> create)
    {
        AdmissionMetrics.EnsureCreated();
        lock (s_lock)
        {
            if (s_byName.TryGetValue(name, out var gate))
                return gate;

            gate = create();
            s_byName.Add(name, gate);
            s_gates = s_gates.Add(gate);
            return gate;
        }
    }
}
