using Reliability.Deadlines;

namespace Reliability.Overload;

/// <summary>How much it matters that the work under way is done. It follows the work through its awaits, and into the calls to other
/// services.</summary>
public static class CallCriticality
{
    /// <summary>The criticality of the work under way: <see cref="Criticality.Critical"/> when nobody said.</summary>
    public static Criticality Current => CallState.Current?.Criticality ?? Criticality.Critical;

    /// <summary>Says how much the work that follows matters, until the result is disposed of: a nightly batch says
    /// <see cref="Criticality.Sheddable"/>.</summary>
    /// <param name="criticality">The criticality.</param>
    /// <returns>The scope. Dispose of it in the method that began it.</returns>
    public static CallCriticalityScope Begin(Criticality criticality)
    {
        var outer = CallState.Current;
        CallState.Current = CallState.Within(outer, criticality: criticality);
        return new(outer);
    }
}
