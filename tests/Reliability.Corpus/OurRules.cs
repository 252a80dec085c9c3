using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers;

namespace Reliability.Corpus;

/// <summary>Our rules: one by one, so that time and crashes can be told apart, and all together, as they are shipped.</summary>
internal static class OurRules
{
    /// <summary>Each rule by itself.</summary>
    public static ImmutableArray<OurRule> OneByOne { get; } =
        [.. Analyzers.Catalogue.Rules.Select(OurRule.Of).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>What a project that uses the package runs.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> AllTogether { get; } = [new CatalogueAnalyzer()];
}
