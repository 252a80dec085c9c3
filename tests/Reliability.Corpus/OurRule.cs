using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers;
using Reliability.Analyzers.Engine;

namespace Reliability.Corpus;

/// <summary>A rule and the analyzer that runs it and nothing else.</summary>
/// <param name="Descriptor">What the compiler knows of it.</param>
/// <param name="Analyzer">What runs it.</param>
/// <param name="IsGraded">Whether the code decides how severe a report is.</param>
internal sealed record OurRule(DiagnosticDescriptor Descriptor, DiagnosticAnalyzer Analyzer, bool IsGraded)
{
    public string Id => Descriptor.Id;

    public string Severity => (Descriptor.IsEnabledByDefault, IsGraded) switch
    {
        (false, _) => "off",
        (_, true) => "graded",
        _ => Descriptor.DefaultSeverity.ToString().ToLowerInvariant(),
    };

    public static OurRule Of(Rule rule) => new(rule.Descriptor, new CatalogueAnalyzer([rule]), rule.IsGraded);
}
