using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Corpus.Cost;

/// <summary>A set of analyzers whose cost is measured.</summary>
internal sealed record Competitor(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers);
