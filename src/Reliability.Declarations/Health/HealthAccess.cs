using Microsoft.CodeAnalysis;

namespace Reliability.Declarations.Health;

/// <summary>Tells what emitted code can see, which stands in a type of its own in the same assembly.</summary>
internal static class HealthAccess
{
    /// <summary>The symbol itself or the type around it that is closed to the rest of the assembly, or null.</summary>
    public static ISymbol? Closed(ISymbol symbol) => CheckMethods.SelfAndOuter(symbol).FirstOrDefault(IsClosed);

    private static bool IsClosed(ISymbol symbol) => symbol is INamedTypeSymbol { IsFileLocal: true }
        || symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal);
}
