using System.CommandLine;

namespace Reliability.Corpus;

/// <summary>The option <c>--cache</c>, the same for all commands.</summary>
internal static class CacheOption
{
    public static Option<string> Create() => new("--cache")
    {
        Description = "Where restored packages are kept.",
        DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "reliability-corpus"),
    };
}
