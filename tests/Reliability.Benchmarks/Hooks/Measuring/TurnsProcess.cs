using System.Diagnostics;
using System.Text.Json;

namespace Reliability.Benchmarks.Hooks.Measuring;

/// <summary>Measures one subject under one listener in a process of its own, in turns.</summary>
internal static class TurnsProcess
{
    public static IReadOnlyList<Figure> Measure(Type subject, ListenerState listener)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(TurnsProcess).Assembly.Location);

        foreach (var argument in (string[])[TurnsCommand.Name, Subject.NameOf(subject), listener.ToString()])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Figure[]>(output)!
            : throw new InvalidOperationException($"{subject.Name} with {listener} ended with {process.ExitCode}.");
    }
}
