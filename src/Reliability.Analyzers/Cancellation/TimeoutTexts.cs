namespace Reliability.Analyzers.Cancellation;

/// <summary>Says what a timeout does to the worker.</summary>
internal static class TimeoutTexts
{
    /// <summary>The exception leaves the <c>try</c>.</summary>
    public static string Escapes(WorkerTry found) =>
        "A timeout of " + found.Call + " is an OperationCanceledException too: it passes this handler and ends the loop"
        + (found.StopsHost ? " and, since .NET 6, the whole host" : "") + "; let it pass only when '" + found.Token + "' is cancelled";

    /// <summary>The handler leaves the loop.</summary>
    public static string Leaves(WorkerTry found) =>
        "A timeout of " + found.Call + " is an OperationCanceledException too: this handler takes it for the order to stop and ends the loop"
        + (found.StopsHost && found.Rethrows ? " and, since .NET 6, the whole host" : "") + "; stop only when '" + found.Token + "' is cancelled";
}
