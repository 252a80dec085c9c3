namespace Reliability.Cli;

/// <summary>Whether a person reads along.</summary>
internal static class Terminal
{
    /// <summary>Whether a writer ends on a screen, and not in a file, a pipe or a test.</summary>
    public static bool Is(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
}
