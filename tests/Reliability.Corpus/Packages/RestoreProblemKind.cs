namespace Reliability.Corpus.Packages;

/// <summary>What is wrong with a restore.</summary>
internal enum RestoreProblemKind
{
    /// <summary>The registry does not have the package.</summary>
    NoSuchPackage,

    /// <summary>The registry has the package, but not in that version.</summary>
    NoSuchVersion,

    /// <summary>Two packages need two versions of a third.</summary>
    Conflict,

    /// <summary>A package needs a newer version than the one that is asked for. The restore succeeds.</summary>
    Downgrade,

    /// <summary>The version is not there, and the next one has breaking changes. The restore succeeds.</summary>
    OtherMajorVersion,

    /// <summary>The package is for something else than .NET 10.</summary>
    Unusable,
}
