using System.Diagnostics;
using Reliability.Model;

namespace Reliability;

/// <summary>A span for each call, for whoever asks: <c>AddSource("Reliability")</c>.</summary>
internal static class OperationSpans
{
    private static readonly ActivitySource s_source = new(Telemetry.Meter, typeof(OperationSpans).Assembly.GetName().Version?.ToString(3));

    /// <summary>Whether somebody listens to spans.</summary>
    public static bool AreListenedTo => s_source.HasListeners();

    /// <summary>Starts a span, or nothing where nobody listens, or where the framework makes one of its own.</summary>
    public static Activity? Start(Operation operation) => AreListenedTo ? StartListened(operation) : null;

    /// <summary>Gives the current span back to the caller of a method that has returned and not ended.</summary>
    public static void Leave(Activity? span)
    {
        if (span is not null && Activity.Current == span)
            Activity.Current = span.Parent;
    }

    /// <summary>Makes a span current again: what is recorded at its end points to it, and what is done for it belongs to
    /// it.</summary>
    /// <returns>What was current before, for <see cref="End"/>.</returns>
    public static Activity? Enter(Activity? span)
    {
        if (span is null)
            return null;

        var outer = Activity.Current;
        if (outer != span)
            Activity.Current = span;

        return outer;
    }

    /// <summary>Ends a span, and leaves the thread, which may be somebody else's, as it was. The message of an exception may
    /// hold secrets; its type does not.</summary>
    public static void End(Activity? span, Activity? outer, string? errorType)
    {
        if (span is null)
            return;

        if (errorType is not null)
            span.SetStatus(ActivityStatusCode.Error).SetTag(Telemetry.ErrorType, errorType);

        span.Stop();
        if (outer != span)
            Activity.Current = outer;
    }

    private static Activity? StartListened(Operation operation)
    {
        if (operation.Layer is OperationLayer.Endpoint or OperationLayer.Filter)
            return null;

        var span = s_source.StartActivity(operation.Name);
        return span?.SetTag(Telemetry.Operation, operation.Name).SetTag(Telemetry.Function, operation.Function);
    }
}
