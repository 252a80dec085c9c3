using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;

namespace Reliability.Corpus;

/// <summary>Our rules: one by one, so that time and crashes can be told apart, and all together, as they are shipped.</summary>
internal static class OurRules
{
    /// <summary>Each rule by itself.</summary>
    public static ImmutableArray<OurRule> OneByOne { get; } = [.. Analyzers()
        .SelectMany(analyzer => analyzer.SupportedDiagnostics.Select(descriptor => new OurRule(descriptor.Id, descriptor, analyzer)))
        .OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>What a project that uses the package runs.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Catalogue { get; } = [.. Analyzers()];

    private static IEnumerable<DiagnosticAnalyzer> Analyzers() => typeof(ReliabilityAnalyzer).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
}
