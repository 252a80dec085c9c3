namespace Reliability;

/// <summary>Says how long a loop or a consumer may be silent before the process counts as hung, and <c>/alive</c> fails.</summary>
/// <remarks>The generator makes <c>Heartbeats.StockSync</c> of a class <c>StockSync</c>. A loop calls <c>Beat()</c> once an
/// iteration; a consumer, which may be idle for hours, puts its work into <c>using (Heartbeats.OrderConsumer.Working())</c>. A hosted
/// service is watched from its start until it has ended, anything else from its first sign of life.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HeartbeatAttribute : Attribute
{
    /// <summary>The longest silence, in seconds. Above 0. Longer than the longest iteration, pauses included.</summary>
    public double MaxSilenceSeconds { get; set; }

    /// <summary>The name of the heartbeat, unique in the service. Defaults to the class in kebab-case.</summary>
    public string? Name { get; set; }
}
