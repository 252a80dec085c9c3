using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Turns the failures that people cause into a message and an exit code. Everything else is a defect of this tool
/// and keeps its stack trace.</summary>
internal static class Expected
{
    public static int Run(TextWriter errors, Action command) => Run(
        message => errors.WriteLine($"error: {message}"),
        () =>
        {
            command();
            return ExitCodes.Ok;
        });

    /// <summary>Runs a command.</summary>
    /// <param name="report">Where a message goes.</param>
    /// <param name="command">Returns the exit code.</param>
    public static int Run(Action<string> report, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (UsageException e)
        {
            return Fail(report, e, ExitCodes.Usage);
        }
        catch (ManifestException e)
        {
            return Fail(report, e, ExitCodes.InvalidInput);
        }
        catch (ImportException e)
        {
            return Fail(report, e, ExitCodes.InvalidInput);
        }
        catch (OutputException e)
        {
            return Fail(report, e, ExitCodes.OutputFailed);
        }
    }

    private static int Fail(Action<string> report, Exception e, int exitCode)
    {
        report(e.Message);
        return exitCode;
    }
}
