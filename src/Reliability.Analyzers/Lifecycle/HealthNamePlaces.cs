using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Slo;
using Reliability.Declarations;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Finds where the name of a check, a dependency or a heartbeat comes from.</summary>
internal static class HealthNamePlaces
{
    /// <summary>The place, and the name.</summary>
    public static (Location Place, string Name) Of(HealthDeclaration declaration)
    {
        if (HealthAttributes.IsDependency(declaration.Data))
            return (ArgumentSyntax.Location(declaration.Data, null), declaration.Data.FirstText() ?? "");

        var place = ArgumentSyntax.Location(declaration.Data, "Name");
        return (place, Name(declaration));
    }

    private static string Name(HealthDeclaration declaration) => declaration.Target is INamedTypeSymbol type
        ? HeartbeatReader.Read(type, declaration.Data)?.Name ?? type.Name
        : CheckReader.Read(declaration.Target)?.Name ?? declaration.Target.Name;
}
