using System.Diagnostics.CodeAnalysis;

namespace Reliability.Overload;

/// <summary>How telemetry and baggage spell criticality and reasons.</summary>
internal static class OverloadNames
{
    private static readonly string[] s_criticalities = ["sheddable", "sheddable_plus", "critical", "critical_plus"];
    private static readonly string[] s_reasons = ["queue_full", "queue_timeout", "displaced", "deadline"];

    public static string Name(this Criticality criticality) => s_criticalities[(int)criticality];

    public static string Name(this ShedReason reason) => s_reasons[(int)reason];

    public static bool TryParse([NotNullWhen(true)] string? name, out Criticality criticality)
    {
        var index = Array.IndexOf(s_criticalities, name);
        criticality = (Criticality)index;
        return index >= 0;
    }
}
