using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Corpus.Analysis;

/// <summary>Which rules run: warnings and errors, with suggestions if wanted; or just those that are named, which then run
/// even where they are off by default.</summary>
internal sealed class RuleSelection
{
    private readonly HashSet<string> _ids;
    private readonly DiagnosticSeverity _lowest;

    private RuleSelection(IEnumerable<OurRule> rules, DiagnosticSeverity lowest)
    {
        Rules = [.. rules];
        Analyzers = [.. Rules.Select(rule => rule.Analyzer).Distinct()];
        _ids = Rules.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        _lowest = lowest;
    }

    public ImmutableArray<OurRule> Rules { get; }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    public static RuleSelection Of(IReadOnlyCollection<string> names, bool suggestionsToo)
    {
        if (names.Count > 0)
            return new(OurRules.OneByOne.Where(rule => names.Contains(rule.Id, StringComparer.OrdinalIgnoreCase)), DiagnosticSeverity.Hidden);

        var lowest = suggestionsToo ? DiagnosticSeverity.Hidden : DiagnosticSeverity.Warning;
        return new(OurRules.OneByOne.Where(rule => rule.Descriptor.IsEnabledByDefault && (rule.IsGraded || rule.Descriptor.DefaultSeverity >= lowest)), lowest);
    }

    /// <summary>Whether a report is wanted. A graded rule says so itself, report by report.</summary>
    public bool Includes(Diagnostic diagnostic) => _ids.Contains(diagnostic.Id) && diagnostic.Severity >= _lowest;

    /// <summary>Turns on what is off by default and was named.</summary>
    public CSharpCompilation Apply(CSharpCompilation compilation)
    {
        var severities = Rules.Where(rule => !rule.Descriptor.IsEnabledByDefault).ToImmutableDictionary(rule => rule.Id, rule => Severity(rule.Descriptor));
        return compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(severities));
    }

    private static ReportDiagnostic Severity(DiagnosticDescriptor descriptor) => descriptor.DefaultSeverity switch
    {
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        _ => ReportDiagnostic.Hidden,
    };
}
