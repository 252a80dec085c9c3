namespace Reliability.Deadlines;

/// <summary>What the work under way knows of its caller. It follows the work through its awaits.</summary>
internal sealed class CallState
{
    private static readonly AsyncLocal<CallState?> s_current = new();

    public static CallState? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>Until when it is worth something; null when nobody said.</summary>
    /// <remarks>That of a request is filled in when routing has found out whose it is, which happens deeper in the pipeline than
    /// where a value of this kind must be set to be seen by all of it.</remarks>
    public Moment? Deadline { get; set; }

    /// <summary>How much it matters; null when nobody said.</summary>
    public Criticality? Criticality { get; set; }
}
