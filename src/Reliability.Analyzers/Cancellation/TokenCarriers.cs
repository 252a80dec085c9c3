using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Tells whether a method has a token, by a parameter or by what a parameter or its object carries.</summary>
internal static class TokenCarriers
{
    /// <summary>Whether a method can ask a token, or has an overload that is given one.</summary>
    public static bool HasToken(IMethodSymbol method, Knowledge knowledge)
    {
        var declared = method.ReducedFrom ?? method;
        foreach (var parameter in declared.Parameters)
        {
            if (Carries(parameter.Type, knowledge))
                return true;
        }

        return (!declared.IsStatic && Keeps(declared.ContainingType, knowledge)) || HasOverload(declared, knowledge);
    }

    /// <summary>Whether there is an overload with the same parameters and a token behind them.</summary>
    public static bool HasOverload(IMethodSymbol method, Knowledge knowledge)
    {
        var declared = (method.ReducedFrom ?? method).OriginalDefinition;
        if (declared.ContainingType is not { } type)
            return false;

        foreach (var member in type.GetMembers(declared.Name))
        {
            if (member is IMethodSymbol { Parameters: var parameters } other
                && other.IsStatic == declared.IsStatic
                && parameters.Length == declared.Parameters.Length + 1
                && knowledge.Core.IsToken(parameters[parameters.Length - 1].Type)
                && StartsAlike(parameters, declared.Parameters))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method's parameters are decided in another assembly.</summary>
    public static bool IsForeign(IMethodSymbol method, Knowledge knowledge)
    {
        var root = method;
        while (root.OverriddenMethod is { } overridden)
            root = overridden;

        if (!CoreTypes.Same(root.ContainingAssembly, knowledge.Compilation.Assembly) || !method.ExplicitInterfaceImplementations.IsEmpty)
            return true;

        foreach (var type in method.ContainingType.AllInterfaces)
        {
            if (CoreTypes.Same(type.ContainingAssembly, knowledge.Compilation.Assembly))
                continue;

            foreach (var member in type.GetMembers(method.Name))
            {
                if (CoreTypes.Same(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type is a token or the source of one, or has a property that is a token: the context of a request.</summary>
    private static bool Carries(ITypeSymbol type, Knowledge knowledge)
    {
        if (IsTokenOrSource(type, knowledge))
            return true;

        if (type.SpecialType != SpecialType.None || type.TypeKind is not (TypeKind.Class or TypeKind.Interface or TypeKind.Struct))
            return false;

        for (var self = type; self is not null; self = self.BaseType)
        {
            if (HasTokenProperty(self, knowledge))
                return true;
        }

        return type.AllInterfaces.Any(inherited => HasTokenProperty(inherited, knowledge));
    }

    private static bool HasTokenProperty(ITypeSymbol type, Knowledge knowledge) =>
        type.GetMembers().Any(member => member is IPropertySymbol property && IsTokenOrSource(property.Type, knowledge));

    private static bool Keeps(INamedTypeSymbol? type, Knowledge knowledge)
    {
        for (var self = type; self is not null; self = self.BaseType)
        {
            foreach (var member in self.GetMembers())
            {
                var kept = member switch
                {
                    IFieldSymbol field => field.Type,
                    IPropertySymbol property => property.Type,
                    _ => null,
                };
                if (kept is not null && (IsTokenOrSource(kept, knowledge) || (kept.SpecialType == SpecialType.None && kept.TypeKind == TypeKind.Interface && Carries(kept, knowledge))))
                    return true;
            }
        }

        return false;
    }

    private static bool IsTokenOrSource(ITypeSymbol type, Knowledge knowledge) =>
        knowledge.Core.IsToken(type)
        || CoreTypes.Same(type, knowledge.Core.TokenSource)
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } && knowledge.Core.IsToken(value));

    private static bool StartsAlike(
        System.Collections.Immutable.ImmutableArray<IParameterSymbol> longer, System.Collections.Immutable.ImmutableArray<IParameterSymbol> shorter)
    {
        for (var i = 0; i < shorter.Length; i++)
        {
            // Generic overloads have type parameters of their own.
            if (longer[i].Type.TypeKind != TypeKind.TypeParameter && !SymbolEqualityComparer.Default.Equals(longer[i].Type.OriginalDefinition, shorter[i].Type.OriginalDefinition))
                return false;
        }

        return true;
    }
}
