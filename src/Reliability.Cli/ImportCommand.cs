using System.CommandLine;
using Reliability.Artifacts;
using Reliability.Artifacts.CSharp;
using Reliability.Artifacts.OpenSlo;
using Reliability.Artifacts.Sloth;
using Reliability.Model;

namespace Reliability.Cli;

/// <summary><c>reliability import</c>: a command for each format that others write promises in.</summary>
internal static class ImportCommand
{
    private static readonly ImportFormat[] s_formats =
    [
        new("openslo", "Turns OpenSLO v1 into attributes and profiles.", "slo.yaml", OpenSloReader.Read),
        new("sloth", "Turns what sloth reads (prometheus/v1, PrometheusServiceLevel) into attributes and profiles.", "sloth.yml", SlothReader.Read),
    ];

    public static Command Create()
    {
        var import = new Command("import", "Turns promises that are written down elsewhere into C#.");
        foreach (var format in s_formats)
            import.Add(Create(format));

        return import;
    }

    private static DocumentedCommand Create(ImportFormat format)
    {
        var file = new Argument<string>("file") { Description = "A YAML or JSON file." };
        var output = new Option<string?>("--output", "-o") { Description = "The C# file to write. Without it, the text goes to standard output.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one." };
        var service = new Option<string?>("--service") { Description = "Only this one of the services in the file.", HelpName = "name" };
        var command = new DocumentedCommand(format.Name, format.Description,
            $"""
            Examples:
              reliability import {format.Name} {format.Example}
              reliability import {format.Name} {format.Example} --service checkout --output Promises.cs

            What cannot be carried over is said on standard error, each with its line. Nothing is written if anything is wrong,
            and no file is replaced without --force.
            """) { file, output, force, service };
        command.SetAction(line => Expected.Run(line.InvocationConfiguration.Error, () =>
        {
            var (origin, console) = (line.GetRequiredValue(file), line.InvocationConfiguration);
            var services = Choose(Read(format, origin, console.Error), line.GetValue(service), origin);
            var texts = services.Select(manifest => CSharpWriter.Write(manifest, Path.GetFileName(origin)));
            if (line.GetValue(output) is not { } path)
            {
                console.Output.Write(string.Join('\n', texts));
                return;
            }

            if (services.Count > 1)
                throw new UsageException($"One assembly is one service, and the file has several: choose one of {Names(services)} with --service.");

            Write(path, texts.Single(), line.GetValue(force));
            console.Output.WriteLine($"wrote {path}");
        }));
        return command;
    }

    private static IReadOnlyList<ServiceManifest> Read(ImportFormat format, string file, TextWriter errors)
    {
        var imported = format.Read(file, ImportFile.ReadText(file));
        foreach (var remark in imported.Remarks)
            errors.WriteLine($"note: {remark.In(file)}");

        return imported.ServicesOf(file);
    }

    private static IReadOnlyList<ServiceManifest> Choose(IReadOnlyList<ServiceManifest> services, string? name, string file)
    {
        if (name is null)
            return services;

        return services.Where(service => service.Service.Name == name).ToList() is { Count: > 0 } chosen
            ? chosen
            : throw new UsageException($"{file}: there is no service '{Printable.Text(name)}', only {Names(services)}.");
    }

    private static void Write(string path, string text, bool force)
    {
        if (!force && File.Exists(path))
            throw new OutputException(path, "the file is there already.", "Name another one, or replace it with --force.");

        OutputDirectory.Write(Path.GetDirectoryName(Path.GetFullPath(path))!, [new(Path.GetFileName(path), text)]);
    }

    private static string Names(IReadOnlyList<ServiceManifest> services) => string.Join(", ", services.Select(service => $"'{Printable.Text(service.Service.Name)}'"));
}
