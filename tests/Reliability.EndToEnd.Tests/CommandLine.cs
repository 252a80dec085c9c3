using System.Diagnostics;
using System.Text;

namespace Reliability.EndToEnd.Tests;

/// <summary>Runs a program to its end, as a person at a prompt would.</summary>
internal static class CommandLine
{
    public static async Task<CommandResult> RunAsync(
        string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var process = Start(program, arguments, directory, environment);
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        lock (output)
            return new(process.ExitCode, output.ToString());
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> MustRunAsync(
        string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var list = arguments.ToList();
        var result = await RunAsync(program, list, directory, environment);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', list)}\nin {directory} exited with {result.ExitCode}:\n{result.Output}");
        return result.Output;
    }

    public static Process Start(
        string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?>? environment)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test host set for itself is not for the programs that it starts.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name == "DOTNET_HOST_PATH").ToList())
            info.Environment.Remove(name);

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            info.Environment[name] = value;

        return Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}

internal sealed record CommandResult(int ExitCode, string Output);
