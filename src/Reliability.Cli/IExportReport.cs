namespace Reliability.Cli;

/// <summary>Says what came of an export, to whoever asked for it.</summary>
internal interface IExportReport
{
    /// <summary>Everything was written; some files beside it are no longer, and were deleted if that was wanted.</summary>
    void Wrote(IReadOnlyList<string> written, IReadOnlyList<string> stale, bool pruned);

    /// <summary>The directory is what would be written.</summary>
    void UpToDate(string directory, int files);

    /// <summary>The directory is not what would be written.</summary>
    void Drifted(string directory, Drift drift);

    /// <summary>It could not be done.</summary>
    void Failed(string message);
}
