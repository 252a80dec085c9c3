using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Reads what an assembly says of itself.</summary>
public static class ServiceReader
{
    // The values of Reliability.ServiceTier, by number, in OpenTelemetry's spelling.
    private static readonly string?[] s_tiers = [null, "low", "medium", "high", "critical"];

    /// <summary>The service that an assembly is; named after the assembly unless it says otherwise.</summary>
    /// <param name="assembly">The assembly.</param>
    public static ServiceIdentity Service(IAssemblySymbol assembly)
    {
        var declared = assembly.Find(TypeNames.Service);
        var name = declared?.FirstText();
        return new()
        {
            Name = string.IsNullOrWhiteSpace(name) ? KebabCase.From(assembly.Name) : name!,
            Tier = declared?.Named("Tier")?.Value is int tier and >= 0 && tier < s_tiers.Length ? s_tiers[tier] : null,
            System = declared?.Text("System"),
        };
    }

    /// <summary>The owner that a symbol itself declares, or null.</summary>
    /// <param name="symbol">An assembly, type or method.</param>
    public static Ownership? Owner(ISymbol symbol) =>
        symbol.Find(TypeNames.Owner) is { } owner && owner.FirstText() is { } team && !string.IsNullOrWhiteSpace(team)
            ? new() { Team = team, OnCall = owner.Text("OnCall"), Chat = owner.Text("Chat") }
            : null;

    /// <summary>The nearest owner of a type or method below the assembly: the method's, the type's, an outer type's.</summary>
    /// <param name="symbol">A type or method.</param>
    public static Ownership? NearestOwner(ISymbol symbol)
    {
        for (var scope = symbol; scope is not null and not INamespaceSymbol; scope = scope.ContainingSymbol)
        {
            if (Owner(scope) is { } owner)
                return owner;
        }

        return null;
    }
}
