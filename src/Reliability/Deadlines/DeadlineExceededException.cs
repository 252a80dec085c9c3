namespace Reliability;

/// <summary>The time that a caller gave was over before the work was done, or before it was begun.</summary>
public sealed class DeadlineExceededException : TimeoutException
{
    /// <summary>Creates one with a message of its own words.</summary>
    public DeadlineExceededException()
        : this("The deadline of the call has passed.")
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What was not done.</param>
    public DeadlineExceededException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What was not done.</param>
    /// <param name="innerException">What the end of the time led to.</param>
    public DeadlineExceededException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
