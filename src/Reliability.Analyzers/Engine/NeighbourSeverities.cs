using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Engine;

/// <summary>Tells how loud a rule of another analyzer is: what it says as a warning is not said twice.</summary>
internal static class NeighbourSeverities
{
    /// <summary>Whether a rule is a warning or an error in a file, because somebody set it so.</summary>
    public static bool IsWarning(Compilation compilation, SyntaxTree tree, string id, CancellationToken cancellationToken)
    {
        if (compilation.Options.SyntaxTreeOptionsProvider is { } provider
            && (provider.TryGetDiagnosticValue(tree, id, cancellationToken, out var severity) || provider.TryGetGlobalDiagnosticValue(id, cancellationToken, out severity)))
        {
            return severity is ReportDiagnostic.Warn or ReportDiagnostic.Error;
        }

        return compilation.Options.SpecificDiagnosticOptions.TryGetValue(id, out var specific) && specific is ReportDiagnostic.Warn or ReportDiagnostic.Error;
    }
}
