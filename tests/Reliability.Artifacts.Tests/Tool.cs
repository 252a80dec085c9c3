using System.ComponentModel;
using System.Diagnostics;

namespace Reliability.Artifacts.Tests;

/// <summary>A program of somebody else that judges what we write.</summary>
internal static class Tool
{
    /// <summary>Runs it; null when there is no such program.</summary>
    public static (int ExitCode, string Output)? Run(string directory, string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
