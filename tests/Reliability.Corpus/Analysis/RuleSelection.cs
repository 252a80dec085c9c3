using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Corpus.Analysis;

/// <summary>Which rules run: warnings and errors, with suggestions if wanted; or just those that are named, which then run
/// even where they are off by default.</summary>
internal sealed class RuleSelection
{
    private RuleSelection(IEnumerable<OurRule> rules) => Rules = [.. rules];

    public ImmutableArray<OurRule> Rules { get; }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers => [.. Rules.Select(rule => rule.Analyzer).Distinct()];

    public static RuleSelection Of(IReadOnlyCollection<string> names, bool suggestionsToo) => new(names.Count > 0
        ? OurRules.OneByOne.Where(rule => names.Contains(rule.Id, StringComparer.OrdinalIgnoreCase))
        : OurRules.OneByOne.Where(rule => rule.Descriptor.IsEnabledByDefault)
            .Where(rule => suggestionsToo || rule.Descriptor.DefaultSeverity >= DiagnosticSeverity.Warning));

    public bool Includes(string id) => Rules.Any(rule => rule.Id == id);

    public CSharpCompilation Apply(CSharpCompilation compilation)
    {
        var severities = Rules.ToImmutableDictionary(rule => rule.Id, rule => Severity(rule.Descriptor));
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
