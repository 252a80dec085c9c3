namespace Reliability;

/// <summary>Names what answers when a call has failed for good. On a partial method that returns a task, with the package
/// Reliability.Polly.</summary>
/// <param name="method">A method of the same type with the same parameters and the same return type, or what its task brings:
/// <c>nameof(NoRecommendations)</c>. A last parameter of type <c>Exception</c> is given what went wrong.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FallbackAttribute(string method) : Attribute
{
    /// <summary>The method that answers.</summary>
    public string Method { get; } = method;

    /// <summary>The exceptions, with all that derive from them, for which it answers. Without it: all but the caller's own
    /// cancellation.</summary>
    public Type[]? On { get; set; }
}
