using System.CommandLine;
using System.CommandLine.Parsing;
using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary><c>reliability export</c>: a command for each format, and one for all of them.</summary>
internal static class ExportCommand
{
    private const string Promise = """
        Nothing is written if anything is wrong. Equal assemblies give equal bytes, so the files can be committed;
        --check fails as soon as they are no longer what the code promises.
        """;

    private static string Names => string.Join(", ", ExportFormats.All.Select(format => format.Name));

    public static Command Create()
    {
        var export = new Command("export", "Derives files for other tools.");
        foreach (var format in ExportFormats.All)
            export.Add(Create(format));

        export.Add(CreateAll());
        return export;
    }

    private static DocumentedCommand Create(ExportFormat format)
    {
        var arguments = new ExportArguments();
        var command = new DocumentedCommand(format.Name, format.Description,
            $"""
            Examples:
              reliability {format.Command} bin/Release/net10.0/Checkout.dll --output {format.Name}
              reliability {format.Command} publish/ --output {format.Name} --check{(format.DeriveForFleet is null ? "" : $"\n  reliability {format.Command} --fleet --windows 7,28,30 --output fleet")}

            Writes {format.Files}.
            {Promise}
            """);
        arguments.AddTo(command, format);
        command.SetAction(line => arguments.Run(line, [format], inFolders: false));
        return command;
    }

    private static DocumentedCommand CreateAll()
    {
        var arguments = new ExportArguments();
        var only = new Option<IReadOnlyList<ExportFormat>>("--only")
        {
            Description = $"Only these formats, with commas between them: {Names}.",
            HelpName = "formats",
            CustomParser = Formats,
        };
        var command = new DocumentedCommand("all", "Writes every format, each into a directory of its own.",
            $"""
            Examples:
              reliability export all publish/ --output slo
              reliability export all publish/ --output slo --check

            Writes a directory for each format: {Names}.
            {Promise}
            """);
        arguments.AddTo(command, ExportFormats.All);
        command.Add(only);
        command.SetAction(line => arguments.Run(line, line.GetValue(only) ?? ExportFormats.All, inFolders: true));
        return command;
    }

    private static IReadOnlyList<ExportFormat>? Formats(ArgumentResult argument)
    {
        var formats = new List<ExportFormat>();
        foreach (var name in argument.Tokens.SelectMany(token => CommaSeparated.Split(token.Value)))
        {
            if (ExportFormats.All.FirstOrDefault(format => format.Name == name) is { } format)
                formats.Add(format);
            else
                argument.AddError($"There is no format '{Printable.Text(name)}', only {Names}.");
        }

        return [.. formats.Distinct()];
    }
}
