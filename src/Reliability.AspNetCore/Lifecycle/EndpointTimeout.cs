namespace Reliability.AspNetCore.Lifecycle;

/// <summary>The <c>[Timeout]</c> of endpoints of one name, as the configuration changes it.</summary>
/// <param name="name">The name of the operation.</param>
/// <param name="declared">What the attribute says.</param>
/// <param name="endpoint">The endpoint, as a person would find it.</param>
internal sealed class EndpointTimeout(string name, TimeSpan declared, string? endpoint) : IConfiguredOperation
{
    private const double DayMilliseconds = 86_400_000;

    private static readonly NumberRange s_milliseconds = new(0, DayMilliseconds, IsAbove: true);

    private long _ticks = declared.Ticks;

    public string Name => name;

    /// <summary>The endpoint, as a person would find it.</summary>
    public string? Endpoint => endpoint;

    /// <summary>How long a request may take now; null when nothing limits it. Asked with every request.</summary>
    public TimeSpan? InForce => Volatile.Read(ref _ticks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    public Action Read(OperationValues values)
    {
        var time = TimeSpan.FromMilliseconds(values.Number("Timeout:Milliseconds", declared.TotalMilliseconds, s_milliseconds));
        var isEnabled = values.Flag("Timeout:Enabled", true);
        values.OfOthers("Timeout:AttemptMilliseconds");
        return () => Volatile.Write(ref _ticks, isEnabled ? time.Ticks : 0);
    }
}
