namespace Reliability.Cli;

/// <summary>Lists in one argument: with commas, or with semicolons as MSBuild has them.</summary>
internal static class CommaSeparated
{
    public static string[] Split(string text) => text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
