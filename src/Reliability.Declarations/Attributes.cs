using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Reading attributes as the compiler bound them. Broken code yields null, never an exception.</summary>
public static class Attributes
{
    /// <summary>Whether an attribute is of a type, given by the metadata name without arity.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="metadataName">One of <see cref="TypeNames"/>.</param>
    public static bool Is(this AttributeData attribute, string metadataName) => attribute.AttributeClass.Is(metadataName);

    /// <summary>Whether a type has a metadata name, such as <c>Reliability.SloAttribute`1</c>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="metadataName">The namespace-qualified metadata name of a type that is not nested.</param>
    public static bool Is(this INamedTypeSymbol? type, string metadataName)
    {
        if (type is null || type.ContainingType is not null || !metadataName.EndsWith(type.MetadataName, StringComparison.Ordinal))
            return false;

        var rest = metadataName.Length - type.MetadataName.Length;
        for (var space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            rest -= space.Name.Length + 1;
            if (rest < 0 || string.CompareOrdinal(metadataName, rest, space.Name, 0, space.Name.Length) != 0)
                return false;
        }

        return rest == 0;
    }

    /// <summary>The first attribute of a type on a symbol itself, or null.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="metadataName">One of <see cref="TypeNames"/>.</param>
    public static AttributeData? Find(this ISymbol symbol, string metadataName)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.Is(metadataName))
                return attribute;
        }

        return null;
    }

    /// <summary>Whether the compiler itself rejects the attribute or one of its arguments, and says so.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool IsBroken(this AttributeData attribute) =>
        attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error)
        || attribute.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error);

    /// <summary>A type and its bases, from the type upwards.</summary>
    /// <param name="type">The type.</param>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(this INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type;
    }

    /// <summary>The value of a named argument, or null when it is not given.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">The name of the property.</param>
    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value;
        }

        return null;
    }

    /// <summary>The string of a named argument, or null.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">The name of the property.</param>
    public static string? Text(this AttributeData attribute, string name) =>
        attribute.Named(name) is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;

    /// <summary>The string of the first positional argument, or null.</summary>
    /// <param name="attribute">The attribute.</param>
    public static string? FirstText(this AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Primitive, Value: string text }
            ? text
            : null;

    /// <summary>The number of the first positional argument, or null.</summary>
    /// <param name="attribute">The attribute.</param>
    public static double? FirstNumber(this AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 ? attribute.ConstructorArguments[0].Value as double? : null;
}
