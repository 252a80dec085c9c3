using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Corpus;

/// <summary>A rule and the analyzer that runs it and nothing else.</summary>
internal sealed record OurRule(string Id, DiagnosticDescriptor Descriptor, DiagnosticAnalyzer Analyzer)
{
    public string Severity => Descriptor.IsEnabledByDefault ? Descriptor.DefaultSeverity.ToString().ToLowerInvariant() : "off";
}
