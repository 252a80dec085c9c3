namespace Reliability.Hosting.Listener;

/// <summary>How far a request has come.</summary>
internal enum ProbeRequestStatus
{
    /// <summary>The rest may still come.</summary>
    Incomplete,

    /// <summary>It can be answered.</summary>
    Complete,

    /// <summary>It is not HTTP.</summary>
    Malformed,

    /// <summary>It wants something done; probes only ask.</summary>
    UnknownMethod,

    /// <summary>It is HTTP of a version that is not spoken here.</summary>
    UnknownVersion,
}
