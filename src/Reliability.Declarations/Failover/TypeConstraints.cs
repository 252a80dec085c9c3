using Microsoft.CodeAnalysis;

namespace Reliability.Declarations.Failover;

/// <summary>Tells whether a generic method can be called with the type parameters of another, by their constraints alone.</summary>
internal static class TypeConstraints
{
    /// <summary>Whether a method takes all that another takes. One without type parameters asks nothing of them.</summary>
    /// <param name="called">The method that is called.</param>
    /// <param name="caller">The method whose type parameters it is given, in their order.</param>
    public static bool AreMet(IMethodSymbol called, IMethodSymbol caller)
    {
        for (var i = 0; i < called.Arity; i++)
        {
            if (i >= caller.Arity || !IsMet(called.TypeParameters[i], caller.TypeParameters[i], caller))
                return false;
        }

        return true;
    }

    private static bool IsMet(ITypeParameterSymbol wanted, ITypeParameterSymbol given, IMethodSymbol caller) =>
        (!wanted.HasReferenceTypeConstraint || given.IsReferenceType)
        && (!wanted.HasValueTypeConstraint || given.HasValueTypeConstraint)
        && (!wanted.HasUnmanagedTypeConstraint || given.HasUnmanagedTypeConstraint)
        && (!wanted.HasConstructorConstraint || given.HasConstructorConstraint || given.HasValueTypeConstraint)
        && (!IsNotNull(wanted) || IsNotNull(given))
        && (!PartialMethodReader.AllowsRefStructs(given) || PartialMethodReader.AllowsRefStructs(wanted))
        && wanted.ConstraintTypes.All(type => Known(given).Any(known => IsSame(type, known, caller)) || (type.SpecialType == SpecialType.System_ValueType && given.HasValueTypeConstraint));

    /// <summary>Emitted code is compiled with an eye on null, where the author's is.</summary>
    private static bool IsNotNull(ITypeParameterSymbol parameter) =>
        parameter.HasNotNullConstraint
        || parameter.HasValueTypeConstraint
        || (parameter.HasReferenceTypeConstraint && parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.NotAnnotated)
        || parameter.ConstraintNullableAnnotations.Any(annotation => annotation == NullableAnnotation.NotAnnotated);

    /// <summary>All that a type parameter certainly is: its constraints, what they derive from and implement, and so on.</summary>
    private static IEnumerable<ITypeSymbol> Known(ITypeParameterSymbol given)
    {
        foreach (var type in given.ConstraintTypes)
        {
            yield return type;
            if (type is ITypeParameterSymbol other)
            {
                // Constraints that go in a circle are an error of the author's, and without end.
                foreach (var known in other.ConstraintTypes.Where(constraint => constraint is not ITypeParameterSymbol))
                    yield return known;
            }

            foreach (var self in (type as INamedTypeSymbol).SelfAndBases())
                yield return self;

            foreach (var implemented in type.AllInterfaces)
                yield return implemented;
        }
    }

    /// <summary>Whether a type is another once the type parameters of the called method are those of the caller.</summary>
    private static bool IsSame(ITypeSymbol wanted, ITypeSymbol known, IMethodSymbol caller) => (wanted, known) switch
    {
        (ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } parameter, _) => SymbolEqualityComparer.Default.Equals(caller.TypeParameters[parameter.Ordinal], known),
        (INamedTypeSymbol { IsGenericType: true } one, INamedTypeSymbol other) =>
            SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition)
            && AreSame(one.ContainingType, other.ContainingType, caller)
            && one.TypeArguments.Zip(other.TypeArguments, (left, right) => IsSame(left, right, caller)).All(isSame => isSame),
        (IArrayTypeSymbol one, IArrayTypeSymbol other) => one.Rank == other.Rank && IsSame(one.ElementType, other.ElementType, caller),
        _ => SymbolEqualityComparer.Default.Equals(wanted, known),
    };

    private static bool AreSame(INamedTypeSymbol? wanted, INamedTypeSymbol? known, IMethodSymbol caller) =>
        wanted is null || known is null ? wanted is null && known is null : IsSame(wanted, known, caller);
}
