using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Tests.Written;

/// <summary>The release tracking that Roslyn's tools read. A rule that is listed as shipped is not listed again.</summary>
internal static class ReleaseNotes
{
    public static string Unshipped(string now)
    {
        var shipped = File.ReadAllText(Path.Combine(RulePage.RepositoryRoot, "src", "Reliability.Analyzers", "AnalyzerReleases.Shipped.md"));
        return """
            ; Unshipped analyzer release
            ; https://github.com/dotnet/roslyn-analyzers/blob/main/src/Microsoft.CodeAnalysis.Analyzers/ReleaseTrackingAnalyzers.Help.md

            ### New Rules

            Rule ID | Category | Severity | Notes
            --------|----------|----------|-------

            """.Replace("\r\n", "\n", StringComparison.Ordinal)
            + string.Concat(AllRules.Descriptors.Where(rule => !shipped.Contains(rule.Id + " |", StringComparison.Ordinal)).Select(Line));
    }

    private static string Line(DiagnosticDescriptor rule)
    {
        var severity = rule.IsEnabledByDefault ? rule.DefaultSeverity.ToString() : "Disabled";
        var title = RuleIndex.Title(rule).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
        return $"{rule.Id} | {rule.Category} | {severity} | [{title}]({rule.HelpLinkUri})\n";
    }
}
