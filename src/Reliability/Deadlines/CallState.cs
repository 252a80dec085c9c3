namespace Reliability.Deadlines;

/// <summary>What the work under way knows of its caller. It follows the work through its awaits.</summary>
internal class CallState
{
    private static readonly AsyncLocal<CallState?> s_current = new();

    // The outermost, which may be that of a request. What it says is asked for and not copied: a request that has ended says nothing.
    private readonly CallState? _outermost;
    private Moment? _deadline;
    private Criticality? _criticality;
    private GivenTime? _given;

    public CallState()
    {
    }

    // Those between are merged and not linked: scopes that are begun in scopes, over and over, would be a list that only gets longer.
    private CallState(CallState? outer, Moment? deadline, Criticality? criticality)
    {
        _outermost = outer?._outermost ?? outer;
        var between = outer == _outermost ? null : outer;
        _deadline = Moment.Earliest(deadline, between?._deadline);
        _criticality = criticality ?? between?._criticality;
    }

    public static CallState? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>Until when it is worth something; null when nobody said.</summary>
    /// <remarks>That of a request is filled in when routing has found out whose it is, which happens deeper in the pipeline than
    /// where a value of this kind must be set to be seen by all of it.</remarks>
    public Moment? Deadline
    {
        get => Moment.Earliest(_deadline, _outermost?._deadline);
        set => _deadline = value;
    }

    /// <summary>How much it matters; null when nobody said.</summary>
    public Criticality? Criticality
    {
        get => _criticality ?? _outermost?._criticality;
        set => _criticality = value;
    }

    /// <summary>The time that the caller gave, where it is the least of all and nobody vouches for the caller.</summary>
    public GivenTime? Given
    {
        get => _given ?? _outermost?._given;
        set => _given = value;
    }

    /// <summary>A state inside of another: its deadline is the earliest of all, its criticality the innermost.</summary>
    public static CallState Within(CallState? outer, Moment? deadline = null, Criticality? criticality = null) => new(outer, deadline, criticality);
}
