using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Turns the failures that people cause into a message and an exit code. Everything else is a defect of this tool
/// and keeps its stack trace.</summary>
internal static class Expected
{
    public static int Run(TextWriter errors, Action command)
    {
        try
        {
            command();
            return ExitCodes.Ok;
        }
        catch (ManifestException e)
        {
            return Fail(errors, e, ExitCodes.InvalidInput);
        }
        catch (OutputException e)
        {
            return Fail(errors, e, ExitCodes.OutputFailed);
        }
    }

    private static int Fail(TextWriter errors, Exception e, int exitCode)
    {
        errors.WriteLine($"error: {e.Message}");
        return exitCode;
    }
}
