using System.Diagnostics;

namespace Reliability.Awaiting;

/// <summary>What a task ended with.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal static class Failures
{
    /// <summary>The exception of a task that has failed or was cancelled, with its stack trace.</summary>
    public static Exception Of(Task task)
    {
        if (task.Exception is { InnerException: { } failure })
            return failure;

        // Only waiting tells the exception of a cancellation.
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (Exception cancellation)
        {
            return cancellation;
        }

        return new InvalidOperationException("The task has succeeded.");
    }
}
