using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Finds the method that does the work of a partial one: <c>PlaceOrderAsyncCore</c> of
/// <c>PlaceOrderAsync</c>.</summary>
public static class CoreMethods
{
    /// <summary>The name of the core.</summary>
    /// <param name="method">The partial method.</param>
    public static string Name(IMethodSymbol method) => method.Name + "Core";

    /// <summary>The core with exactly the same shape, or null.</summary>
    /// <param name="method">The partial method.</param>
    public static IMethodSymbol? Find(IMethodSymbol method) =>
        method.ContainingType.GetMembers(Name(method)).OfType<IMethodSymbol>().FirstOrDefault(core => IsCoreOf(core, method));

    private static bool IsCoreOf(IMethodSymbol core, IMethodSymbol method)
    {
        if (core.Parameters.Length != method.Parameters.Length || core.Arity != method.Arity || (method.IsStatic && !core.IsStatic))
            return false;

        var constructed = core.Arity == 0 ? core : core.Construct([.. method.TypeParameters]);
        return SymbolEqualityComparer.Default.Equals(constructed.ReturnType, method.ReturnType)
            && constructed.RefKind == method.RefKind
            && constructed.Parameters.Zip(method.Parameters, IsSame).All(same => same);
    }

    private static bool IsSame(IParameterSymbol core, IParameterSymbol parameter) =>
        core.RefKind == parameter.RefKind && SymbolEqualityComparer.Default.Equals(core.Type, parameter.Type);
}
