using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace Reliability.Analyzers;

/// <summary>All rules. A message names the consequence; the page behind the link names the evidence.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor EntryPointHasNoOwner = Rule(
        "REL0101", "Entry point has no owner", Categories.Ownership, Warning,
        "Nobody owns '{0}': when it breaks, no team is paged; put [Owner(\"team\")] on it or on the assembly",
        "An assembly that declares [assembly: Service] is operated; what the outside world calls in it needs a team that answers for it.");

    public static readonly DiagnosticDescriptor ObjectiveCannotBeMeant = Rule(
        "REL0103", "Objective cannot be meant", Categories.Slo, Error,
        "{0}",
        "A promise that cannot be kept or cannot be broken is dropped from the measurement, so it is an error and not silence.");

    public static readonly DiagnosticDescriptor NoLayerMeasures = Rule(
        "REL0203", "No layer measures this [Slo]", Categories.Measurement, Error,
        "{0}",
        "An [Slo] counts nothing by itself: an endpoint, or the generated half of a partial method, must count for it.");

    public static readonly DiagnosticDescriptor TimeoutMistakenForShutdown = Rule(
        "REL0403", "Timeout mistaken for shutdown", Categories.Cancellation, Warning,
        "{0}",
        "A timeout surfaces as an OperationCanceledException too. Only the token tells whether anybody asked to stop.");

    private const string HelpLink = "https://github.com/reliability-analyzers/reliability-analyzers/blob/main/docs/rules/";

    private static DiagnosticDescriptor Rule(
        string id, string title, string category, DiagnosticSeverity severity, string message, string description) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description, HelpLink + id + ".md");

    private static class Categories
    {
        public const string Ownership = "Ownership";
        public const string Slo = "Slo";
        public const string Measurement = "Measurement";
        public const string Cancellation = "Cancellation";
    }
}
