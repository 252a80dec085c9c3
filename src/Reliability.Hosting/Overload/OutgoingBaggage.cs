using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Context;
using Reliability.Deadlines;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.Hosting.Overload;

/// <summary>The baggage of one call to another service: that of the work under way, but for what this call has to say itself.</summary>
/// <remarks>OpenTelemetry keeps the baggage in a holder that all work shares which came from the same place, and changes it in place: what
/// one call says would stay for the next, and for those beside it. So the call has a holder of its own.</remarks>
internal readonly struct OutgoingBaggage : IDisposable
{
    private const string Slot = "otel.baggage";
    private static readonly bool s_hasSlot = HasSlot();

    private readonly bool _isChanged;
    private readonly object? _holder;
    private readonly Baggage _baggage;

    private OutgoingBaggage(Baggage inside)
    {
        _isChanged = true;
        if (s_hasSlot)
        {
            _holder = RuntimeContext.GetValue(Slot);
            RuntimeContext.SetValue(Slot, null!);
        }
        else
        {
            _baggage = Baggage.Current;
        }

        Baggage.Current = inside;
    }

    /// <summary>Says what holds for the call, and nothing else of ours. Dispose of it when the call has been sent.</summary>
    public static OutgoingBaggage Begin(Moment? deadline, Criticality? criticality)
    {
        var outside = Baggage.Current;
        var inside = With(With(outside, Telemetry.Deadline, deadline is null ? null : Text(deadline)), Telemetry.CallCriticality, criticality?.Name());
        return inside == outside ? default : new(inside);
    }

    /// <summary>The clock that deadlines are told by; the one that they are counted on may be another.</summary>
    public static string Text(Moment deadline) => deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (!_isChanged)
            return;

        if (s_hasSlot)
            RuntimeContext.SetValue(Slot, _holder!);
        else
            Baggage.Current = _baggage;
    }

    private static Baggage With(Baggage baggage, string name, string? value)
    {
        if (value is not null)
            return baggage.SetBaggage(name, value);

        return baggage.GetBaggage(name) is null ? baggage : baggage.RemoveBaggage(name);
    }

    /// <summary>The name of the place is nothing that OpenTelemetry promises. Without it the baggage is set and set back.</summary>
    private static bool HasSlot()
    {
        try
        {
            // Makes sure that it is there, if it is.
            _ = Baggage.Current;
            _ = RuntimeContext.GetValue(Slot);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }
}
