using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine;

/// <summary>Recognises calls that tell people and not the program: logs, traces, metrics. A handler that does nothing else has
/// handled nothing.</summary>
internal static class Telemetry
{
    // Whole families beside what the API table names one by one.
    private static readonly string[] s_families =
        ["Microsoft.Extensions.Logging", "Serilog", "NLog", "log4net", "System.Diagnostics", "OpenTelemetry", "Microsoft.ApplicationInsights", "Sentry"];

    /// <summary>Whether a method logs, counts or traces.</summary>
    public static bool Is(IMethodSymbol method, Knowledge knowledge)
    {
        if (knowledge.Apis.Has(method, ApiTraits.Logs) || IsLogMessage(method))
            return true;

        if (method.ContainingType is { Name: "Console", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            return true;

        var space = method.ContainingNamespace?.ToDisplayString();
        if (space is null || method.ContainingType?.Name == "Process")
            return false;

        foreach (var family in s_families)
        {
            if (space.StartsWith(family, StringComparison.Ordinal) && (space.Length == family.Length || space[family.Length] == '.'))
                return true;
        }

        return false;
    }

    // Written by the generator of Microsoft.Extensions.Logging.
    private static bool IsLogMessage(IMethodSymbol method)
    {
        if (!method.IsPartialDefinition && method.PartialDefinitionPart is null && method.PartialImplementationPart is null)
            return false;

        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "LoggerMessageAttribute", ContainingNamespace.Name: "Logging" })
                return true;
        }

        return false;
    }
}
