namespace Reliability.Artifacts;

/// <summary>What kept a manifest from being read.</summary>
public enum ManifestProblem
{
    /// <summary>There is no such file or directory, or it cannot be opened.</summary>
    Unreadable,

    /// <summary>The file is not a .NET assembly.</summary>
    NotAnAssembly,

    /// <summary>The assembly, or every file of the directory, holds no manifest.</summary>
    NoManifest,

    /// <summary>The manifest does not say what a manifest says.</summary>
    Invalid,

    /// <summary>Two assemblies declare the same service and contradict each other.</summary>
    Conflict,
}

/// <summary>A manifest could not be read. The message names the place, the reason and the cure.</summary>
public sealed class ManifestException : Exception
{
    internal ManifestException(ManifestProblem problem, string place, string reason, string cure, Exception? cause = null)
        : base($"{place}: {reason} {cure}", cause) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public ManifestProblem Problem { get; }
}
