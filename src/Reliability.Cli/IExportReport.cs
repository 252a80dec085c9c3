namespace Reliability.Cli;

/// <summary>Says what came of an export, to whoever asked for it.</summary>
internal interface IExportReport
{
    /// <summary>Everything was written; some files of an earlier export were deleted, others lie beside it still.</summary>
    void Wrote(IReadOnlyList<string> written, IReadOnlyList<string> deleted, IReadOnlyList<string> stale);

    /// <summary>The directory is what would be written.</summary>
    void UpToDate(string directory, int files);

    /// <summary>The directory is not what would be written.</summary>
    void Drifted(string directory, Drift drift);

    /// <summary>It could not be done.</summary>
    void Failed(string message);
}
