using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Reliability.Cli;

/// <summary>A command whose help ends with a text: examples, exit codes.</summary>
internal sealed class DocumentedCommand(string name, string description, string afterword) : Command(name, description)
{
    /// <summary>The option that shows the help of a command and of all commands below it.</summary>
    public static HelpOption CreateHelpOption()
    {
        var help = new HelpOption();
        help.Action = new HelpWithAfterword((SynchronousCommandLineAction)help.Action!);
        return help;
    }

    private string Afterword => afterword;

    private sealed class HelpWithAfterword(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        // Help is asked for instead of a command; what else is wrong with the line does not matter then.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var exitCode = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is DocumentedCommand command)
                parseResult.InvocationConfiguration.Output.WriteLine(command.Afterword + Environment.NewLine);

            return exitCode;
        }
    }
}
