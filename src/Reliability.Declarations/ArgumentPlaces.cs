using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Declarations;

/// <summary>Finds, in source, what an attribute was given where a property's name does not say it: the second argument, an element of a
/// list.</summary>
public static class ArgumentPlaces
{
    /// <summary>The availability of a <c>[MetricSlo]</c>, which stands behind the name; null for any other attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    public static SyntaxNode? Availability(AttributeData attribute)
    {
        if (!attribute.Is(TypeNames.MetricSlo))
            return null;

        var arguments = Arguments(attribute);
        var named = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "availability");
        return (named ?? arguments.Where(argument => argument is { NameColon: null, NameEquals: null }).ElementAtOrDefault(1))?.Expression;
    }

    /// <summary>The name of a <c>[MetricSlo]</c>.</summary>
    /// <param name="attribute">The attribute.</param>
    public static SyntaxNode? Name(AttributeData attribute)
    {
        var arguments = Arguments(attribute);
        var named = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "name");
        return (named ?? arguments.FirstOrDefault(argument => argument is { NameColon: null, NameEquals: null }))?.Expression;
    }

    /// <summary>An element of a list that is written out; null when it is not.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="property">The property that is given the list.</param>
    /// <param name="index">The element, from 0.</param>
    public static SyntaxNode? Element(AttributeData attribute, string property, int index)
    {
        var list = Arguments(attribute).FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property)?.Expression;
        return list switch
        {
            ImplicitArrayCreationExpressionSyntax { Initializer: var elements } => elements.Expressions.ElementAtOrDefault(index),
            ArrayCreationExpressionSyntax { Initializer: { } elements } => elements.Expressions.ElementAtOrDefault(index),
            CollectionExpressionSyntax { Elements: var elements } => (elements.ElementAtOrDefault(index) as ExpressionElementSyntax)?.Expression,
            _ => null,
        };
    }

    private static SeparatedSyntaxList<AttributeArgumentSyntax> Arguments(AttributeData attribute) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments ?? default;
}
