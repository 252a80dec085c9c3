namespace Reliability.Cli;

/// <summary>The command line asks for something that there is not. The message names it and what there is.</summary>
internal sealed class UsageException(string message) : Exception(message);
