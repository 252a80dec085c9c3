namespace Reliability;

/// <summary>Whether anybody wants to know. Until then a measured method costs what the method costs.</summary>
internal static class Counting
{
    private static bool s_on;

    /// <summary>On from the first reader to the end of the process, so that a counter never has a gap.</summary>
    public static bool IsOn => s_on || ((ReliabilityMetrics.AreListenedTo || OperationSpans.AreListenedTo) && TurnOn());

    /// <summary>Counts from now on, whoever listens.</summary>
    /// <returns>Always true.</returns>
    public static bool TurnOn() => s_on = true;
}
