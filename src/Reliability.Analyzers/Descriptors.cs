using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace Reliability.Analyzers;

/// <summary>All rules. A message names the consequence; the page behind the link names the evidence.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor TimeoutMistakenForShutdown = Rule(
        "REL0403", "Timeout mistaken for shutdown", Categories.Cancellation, Warning,
        "{0}",
        "A timeout surfaces as an OperationCanceledException too. Only the token tells whether anybody asked to stop.");

    private const string HelpLink = "https://github.com/reliability-analyzers/reliability-analyzers/blob/main/docs/rules/";

    private static DiagnosticDescriptor Rule(
        string id, string title, string category, DiagnosticSeverity severity, string message, string description) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description, HelpLink + id + ".md");
}
