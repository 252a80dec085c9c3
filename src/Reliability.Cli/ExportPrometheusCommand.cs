using System.CommandLine;
using Reliability.Artifacts;
using Reliability.Artifacts.Prometheus;

namespace Reliability.Cli;

/// <summary><c>reliability export prometheus</c>.</summary>
internal static class ExportPrometheusCommand
{
    private const string Examples = """
        Examples:
          reliability export prometheus bin/Release/net10.0/Checkout.dll --output rules
          reliability export prometheus publish/ --output /etc/prometheus/rules

        Writes one file for each service: recording rules, burn-rate alerts and alerts for silence.
        Nothing is written if anything is wrong.
        """;

    public static Command Create()
    {
        var assembly = AssemblyArgument.Create();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The directory to write to. It is created if it does not exist.", HelpName = "directory", Required = true,
        };
        var command = new DocumentedCommand("prometheus", "Writes Prometheus rules.", Examples) { assembly, output };
        command.SetAction(result => Expected.Run(
            result.InvocationConfiguration.Error,
            () => Export(result.GetRequiredValue(assembly), result.GetRequiredValue(output), result.InvocationConfiguration.Output)));
        return command;
    }

    private static void Export(string assembly, string directory, TextWriter console)
    {
        var files = PrometheusExporter.Export(Manifests.Load(assembly), new());
        foreach (var path in OutputDirectory.Write(directory, files))
            console.WriteLine($"wrote {path}");
    }
}
