using System.CommandLine;

namespace Reliability.Cli;

/// <summary>The argument that every command shares.</summary>
internal static class AssemblyArgument
{
    public static Argument<string> Create() => new("assembly|directory")
    {
        Description = "A built .dll, or a directory: every .dll and .exe in it, not below it, that holds a manifest.",
    };
}
