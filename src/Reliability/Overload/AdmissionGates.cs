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

    /// <summary>The gate of a name; null when there is none yet.</summary>
    public static AdmissionGate? Find((string Service, string? Operation) name)
    {
        lock (s_lock)
            return s_byName.GetValueOrDefault(name);
    }

    /// <summary>Adds a gate, unless another one was first.</summary>
    /// <returns>The one that is in force.</returns>
    public static AdmissionGate GetOrAdd((string Service, string? Operation) name, AdmissionGate gate)
    {
        AdmissionMetrics.EnsureCreated();
        lock (s_lock)
        {
            if (s_byName.TryGetValue(name, out var first))
                return first;

            s_byName.Add(name, gate);
            s_gates = s_gates.Add(gate);
            return gate;
        }
    }
}
