namespace Reliability;

/// <summary>How much it matters that a call is answered. When there is too much to do, the lowest goes first.</summary>
public enum Criticality
{
    /// <summary>Nobody waits for it, or it can be done later: a batch, a prefetch. Shed first.</summary>
    Sheddable,

    /// <summary>Its loss is noticed now and then, and gets over by a retry: a recommendation, a refresh.</summary>
    SheddablePlus,

    /// <summary>What users wait for. What is declared to be nothing else.</summary>
    Critical,

    /// <summary>What must be answered when little else is: a payment, a log-in. Shed last.</summary>
    CriticalPlus,
}
