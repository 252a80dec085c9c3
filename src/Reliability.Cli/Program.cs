using System.CommandLine;
using Reliability.Cli;

return CommandLine.Run(args, new InvocationConfiguration());
