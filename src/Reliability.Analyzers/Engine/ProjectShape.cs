using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Analyzers.Engine;

/// <summary>What kind of project is being compiled, as far as its build tells the compiler.</summary>
internal static class ProjectShape
{
    /// <summary>Whether it holds tests, in which reliability is simulated and not kept.</summary>
    public static bool IsTest(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.IsTestProject", out var value)
        && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
