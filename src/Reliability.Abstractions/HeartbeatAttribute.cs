namespace Reliability;

/// <summary>Says how long a loop or a consumer may be silent before the process counts as hung, and <c>/alive</c> fails.</summary>
/// <remarks>The generator makes <c>Heartbeats.StockSync</c> of a class <c>StockSync</c>, in the namespace
/// <c>Reliability.Generated.Contoso_Shop</c> of an assembly <c>Contoso.Shop</c>. A loop calls <c>Beat()</c> once an
/// iteration. A consumer, which may have nothing to do for hours, says <see cref="MayIdle"/> and puts its work into
/// <c>using (Heartbeats.OrderConsumer.Working())</c>: each piece must end in time. A hosted service is watched from the moment when
/// the host has started until its <c>ExecuteAsync</c> has ended other than by an exception, anything else from its first sign of life.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HeartbeatAttribute : Attribute
{
    /// <summary>The longest silence, in seconds. Above 0. Longer than the longest iteration, pauses included.</summary>
    public double MaxSilenceSeconds { get; set; }

    /// <summary>Whether any time without work is fine. Then only the pieces of work are watched, and the loop once it has called
    /// <c>Beat()</c>. Default: false.</summary>
    public bool MayIdle { get; set; }

    /// <summary>The name of the heartbeat, unique in the service. Defaults to the class in kebab-case.</summary>
    public string? Name { get; set; }
}
