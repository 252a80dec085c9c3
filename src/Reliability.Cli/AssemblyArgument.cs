using System.CommandLine;

namespace Reliability.Cli;

/// <summary>The argument that every command shares.</summary>
internal static class AssemblyArgument
{
    private const string Name = "assembly|directory";

    private const string What = "A built .dll, or a directory: every .dll and .exe in it, not below it, that holds a manifest.";

    public static Argument<string> Create() => new(Name) { Description = What };

    /// <summary>For commands that take as many as there are.</summary>
    public static Argument<string[]> CreateMany() => new(Name) { Description = What + " There may be several.", Arity = ArgumentArity.OneOrMore };
}
