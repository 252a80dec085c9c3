namespace Reliability;

/// <summary>The call was turned away because there was too much to do. Nothing of it was begun.</summary>
public sealed class OverloadedException : Exception
{
    /// <summary>Creates one with a message of its own words.</summary>
    public OverloadedException()
        : this("There is too much to do; the call was turned away.")
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What was turned away.</param>
    public OverloadedException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What was turned away.</param>
    /// <param name="innerException">What told so.</param>
    public OverloadedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What was turned away.</param>
    /// <param name="retryAfter">How long to leave it alone.</param>
    public OverloadedException(string? message, TimeSpan retryAfter)
        : base(message) => RetryAfter = retryAfter;

    /// <summary>How long to leave it alone before another try. Differs from call to call, so that callers do not come back all at
    /// once. Zero when nobody said.</summary>
    public TimeSpan RetryAfter { get; }
}
