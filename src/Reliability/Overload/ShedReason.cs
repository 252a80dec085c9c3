namespace Reliability.Overload;

/// <summary>Why a call was turned away.</summary>
internal enum ShedReason
{
    /// <summary>As many wait as may, none of them lower.</summary>
    QueueFull,

    /// <summary>Its turn did not come in time.</summary>
    QueueTimeout,

    /// <summary>A call that matters more took its place in the queue.</summary>
    Displaced,

    /// <summary>Its caller's time was over first.</summary>
    Deadline,
}
