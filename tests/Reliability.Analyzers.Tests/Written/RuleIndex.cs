using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Tests.Written;

/// <summary>The tables of rules that readers see.</summary>
internal static class RuleIndex
{
    private const string Begin = "<!-- rules: written from the catalogue -->\n";
    private const string End = "<!-- end of rules -->";

    /// <summary>In docs/rules: all that there is to know.</summary>
    public static string InRules(string now) => Replace(now, string.Concat(AllRules.Descriptors.Select(rule =>
        $"| [{rule.Id}]({rule.Id}.md) | {Title(rule)} | {rule.Category} | {Severity(rule)} | {(IsFixable(rule) ? "yes" : "no")} |\n").Prepend(
        "| Rule | Title | Category | Severity | Fix |\n|---|---|---|---|---|\n")));

    /// <summary>In the README: a line for each category.</summary>
    public static string InReadme(string now) => Replace(now, string.Concat(AllRules.Descriptors.GroupBy(rule => rule.Category).Select(category =>
        $"| {category.Key} | {string.Join("<br>", category.Select(rule => $"[{rule.Id}](docs/rules/{rule.Id}.md) {Title(rule)}{Mark(rule)}"))} |\n").Prepend(
        "| | |\n| --- | --- |\n")));

    public static string Severity(DiagnosticDescriptor rule) => !rule.IsEnabledByDefault ? "Disabled" : rule.DefaultSeverity switch
    {
        _ when Catalogue.Rules.Any(graded => graded.Descriptor == rule && graded.IsGraded) => "Warning or suggestion",
        DiagnosticSeverity.Info => "Suggestion",
        var severity => severity.ToString(),
    };

    public static string Title(DiagnosticDescriptor rule) => rule.Title.ToString(CultureInfo.InvariantCulture);

    public static bool IsFixable(DiagnosticDescriptor rule) => AllRules.Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(rule.Id));

    private static string Mark(DiagnosticDescriptor rule) => Severity(rule) == "Warning" ? "" : " *(" + Severity(rule).ToLowerInvariant() + ")*";

    private static string Replace(string now, string table)
    {
        var start = now.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = now.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end >= start, "the marks around the table are gone");
        return now[..start] + table + now[end..];
    }
}
