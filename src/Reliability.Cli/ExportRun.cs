namespace Reliability.Cli;

/// <summary>Writes what was derived, or compares it.</summary>
internal static class ExportRun
{
    public static int Write(string directory, Export export, Func<string, bool> mayDelete, IExportReport report)
    {
        var written = OutputDirectory.Write(directory, export.Files);
        var stale = StaleFiles.In(directory, export).ToLookup(mayDelete);
        OutputDirectory.Delete(directory, stale[true]);
        report.Wrote(written, [.. stale[true]], [.. stale[false]]);
        return ExitCodes.Ok;
    }

    public static int Check(string directory, Export export, IExportReport report)
    {
        var drift = Drift.Of(directory, export);
        if (!drift.Exists)
        {
            report.UpToDate(directory, export.Files.Count);
            return ExitCodes.Ok;
        }

        report.Drifted(directory, drift);
        return ExitCodes.Drifted;
    }
}
