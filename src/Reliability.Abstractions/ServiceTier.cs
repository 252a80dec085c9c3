namespace Reliability;

/// <summary>How much an outage of a service hurts. The values are those of the OpenTelemetry resource attribute
/// <c>service.criticality</c>.</summary>
public enum ServiceTier
{
    /// <summary>Nobody said.</summary>
    Unspecified,

    /// <summary>The outage goes unnoticed for days.</summary>
    Low,

    /// <summary>The outage is an inconvenience.</summary>
    Medium,

    /// <summary>The outage hurts customers or colleagues at once.</summary>
    High,

    /// <summary>The outage stops the business.</summary>
    Critical,
}
