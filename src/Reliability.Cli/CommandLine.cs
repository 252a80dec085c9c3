using System.CommandLine;
using System.CommandLine.Invocation;

namespace Reliability.Cli;

/// <summary>The command line as a whole.</summary>
internal static class CommandLine
{
    private const string Description =
        "Turns the reliability promises inside built .NET assemblies into what a platform needs. Assemblies are read, never loaded.";

    private const string Documentation = """
        Examples:
          reliability show bin/Release/net10.0/Checkout.dll
          reliability explain bin/Release/net10.0/Checkout.dll place-order
          reliability export prometheus publish/ --output rules
          reliability export all publish/ --output slo --check

        Exit codes:
          0  everything was done
          1  the command line is wrong
          2  an assembly or its manifest could not be read, or is not valid; likewise a file to import
          3  the output could not be written or read
          4  --check: what was exported earlier is no longer what the code promises
        """;

    /// <summary>Runs the tool.</summary>
    public static int Run(string[] arguments, InvocationConfiguration configuration)
    {
        var result = Create().Parse(arguments);
        if (result.Action is not ParseErrorAction)
            return result.Invoke(configuration);

        if (ExportArguments.IsForBuild(result))
        {
            new BuildReport(configuration.Output, "").Failed(string.Join(" ", result.Errors.Select(error => error.Message)));
            return ExitCodes.Usage;
        }

        foreach (var error in result.Errors)
            configuration.Error.WriteLine($"error: {error.Message}");

        configuration.Error.WriteLine($"'{Name(result)} --help' shows what is possible.");
        return ExitCodes.Usage;
    }

    private static DocumentedCommand Create() => new("reliability", Description, Documentation)
    {
        DocumentedCommand.CreateHelpOption(),
        new VersionOption(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        ShowCommand.Create(),
        ExplainCommand.Create(),
    };

    private static string Name(ParseResult result)
    {
        var names = new List<string>();
        for (var at = result.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, at.Command.Name);

        return string.Join(" ", names);
    }
}
