namespace Reliability.Cli;

/// <summary>What the process says to a pipeline. Documented in docs/cli.md; the numbers never change their meaning.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command line could not be understood; nothing was done.</summary>
    public const int Usage = 1;

    public const int InvalidInput = 2;

    public const int OutputFailed = 3;

    /// <summary>Nothing is wrong with the input, but what was exported from it earlier is no longer what it says.</summary>
    public const int Drifted = 4;
}
