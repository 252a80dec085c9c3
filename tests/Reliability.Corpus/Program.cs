using System.CommandLine;
using Reliability.Corpus;

return await new RootCommand("Runs the rules over code that others wrote.")
{
    RunCommand.Create(),
    CostCommand.Create(),
}.Parse(args).InvokeAsync();
