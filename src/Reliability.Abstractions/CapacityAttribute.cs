using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Reliability;

/// <summary>Says how much work there may be at a time, and admits no more: what is beyond waits in a bounded queue or is turned away at
/// once, while the rest keeps its promises.</summary>
/// <remarks>On an endpoint it stands at the edge and answers 503 with <c>Retry-After</c>; on a controller or a gRPC service its endpoints
/// share it, but for those with one of their own; on a partial method that returns a task it throws <c>OverloadedException</c>; on the
/// assembly it is shared by all endpoints of the service but probes, <c>/metrics</c> and whatever is excluded from HTTP metrics. Hubs and
/// WebSockets, which stay for hours, take no place.</remarks>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CapacityAttribute : Attribute
{
    /// <summary>Says how much work there may be at a time.</summary>
    /// <param name="member">Filled in by the compiler.</param>
    public CapacityAttribute([CallerMemberName] string? member = null) => Member = member;

    /// <summary>The most calls a second that are expected, above 0. Nothing is limited by it: it tells whether
    /// <see cref="MaxConcurrency"/> is enough (REL0709). 0, the default, says nothing.</summary>
    public double PeakPerSecond { get; set; }

    /// <summary>The calls that may be under way at a time, above 0. 0, the default, limits nothing.</summary>
    public int MaxConcurrency { get; set; }

    /// <summary>The calls that may wait for their turn. Default: 0, none.</summary>
    public int QueueLimit { get; set; }

    /// <summary>How long a call may wait for its turn, in milliseconds, above 0. Default: 100. It is part of the latency that the caller
    /// sees.</summary>
    public int QueueMilliseconds { get; set; } = 100;

    /// <summary>Whether the limit follows the latency: down when calls get slower because there are too many of them, up to
    /// <see cref="MaxConcurrency"/> when they do not. It begins at 16 and doubles until it is felt.</summary>
    public bool Adaptive { get; set; }

    /// <summary>The limit below which an adaptive one never falls. Default: 1.</summary>
    public int MinConcurrency { get; set; } = 1;

    /// <summary>The method that carries the attribute, filled in by the compiler; null for types and lambdas. It tells the limit of one
    /// endpoint from one that endpoints share.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public string? Member { get; }
}
