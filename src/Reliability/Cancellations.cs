namespace Reliability;

/// <summary>Finds what an exception is about where a client has put an exception of its own around it.</summary>
internal static class Cancellations
{
    // Deeper than anything wraps, and an end for what goes in a circle.
    private const int Deepest = 16;

    /// <summary>Whether an exception is a cancellation, or what a client makes of one: gRPC throws an <c>RpcException</c> around it. A cancellation
    /// that a <see cref="TimeoutException"/> caused, as that of <c>HttpClient</c>, is a timeout.</summary>
    public static bool Is(Exception exception) => Find<OperationCanceledException>(exception) is { InnerException: not TimeoutException };

    /// <summary>The first exception of a type from the outside to the inside; null when there is none.</summary>
    public static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (var depth = 0; exception is not null && depth < Deepest; depth++, exception = exception.InnerException)
        {
            if (exception is T found)
                return found;
        }

        return null;
    }
}
