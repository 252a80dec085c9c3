using Microsoft.CodeAnalysis;

namespace Reliability.Declarations.Health;

/// <summary>The attributes about health, and what they have in common.</summary>
public static class HealthAttributes
{
    private static readonly HashSet<string> s_names = ["Liveness", "Readiness", "Startup", "HealthGroup", "DependsOn", "Heartbeat"];

    /// <summary>Whether a name may be that of one of them, as code writes it.</summary>
    /// <param name="name">A name, with or without <c>Attribute</c>.</param>
    public static bool IsName(string name) => s_names.Contains(OperationNames.WithoutSuffix(name, "Attribute"));

    /// <summary>Whether an attribute makes a method a check.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool IsCheck(AttributeData attribute) => attribute.AttributeClass is { Name: "LivenessAttribute" or "ReadinessAttribute" or "StartupAttribute" or "HealthGroupAttribute" }
        && (attribute.Is(TypeNames.Liveness) || attribute.Is(TypeNames.Readiness) || attribute.Is(TypeNames.Startup) || attribute.Is(TypeNames.HealthGroup));

    /// <summary>Whether an attribute declares a dependency.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool IsDependency(AttributeData attribute) => attribute.AttributeClass is { Name: "DependsOnAttribute" } && attribute.Is(TypeNames.DependsOn);

    /// <summary>Whether an attribute declares a heartbeat.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool IsHeartbeat(AttributeData attribute) => attribute.AttributeClass is { Name: "HeartbeatAttribute" } && attribute.Is(TypeNames.Heartbeat);

    /// <summary>The attributes that make a method a check, in the order of the compiler.</summary>
    /// <param name="method">The method.</param>
    public static IReadOnlyList<AttributeData> ChecksOf(ISymbol method) => [.. method.GetAttributes().Where(IsCheck)];

    /// <summary>Whether an attribute is the first of those that make a method a check, and stands at this half of the method: it speaks for
    /// all of them.</summary>
    /// <param name="method">The method.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="node">The half.</param>
    public static bool Speaks(ISymbol method, AttributeData attribute, SyntaxNode node)
    {
        var first = method.GetAttributes().FirstOrDefault(IsCheck);
        return first?.ApplicationSyntaxReference is { } place
            && SymbolEqualityComparer.Default.Equals(first.AttributeClass, attribute.AttributeClass)
            && place.SyntaxTree == node.SyntaxTree
            && node.FullSpan.Contains(place.Span);
    }

    /// <summary>Whether an attribute stands inside of a node.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="node">The node.</param>
    public static bool StandsIn(AttributeData attribute, SyntaxNode node) =>
        attribute.ApplicationSyntaxReference is { } place && place.SyntaxTree == node.SyntaxTree && node.FullSpan.Contains(place.Span);
}
