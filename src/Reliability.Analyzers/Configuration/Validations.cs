using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Configuration;

/// <summary>What a compilation says of the validation of its options.</summary>
internal sealed class Validations(Knowledge knowledge, INamedTypeSymbol? attribute, INamedTypeSymbol? validatable)
{
    private static readonly PerTree<List<TextSpan>> s_onStart = CallIndex.Of("ValidateOnStart", "AddOptionsWithValidateOnStart");
    private static readonly PerTree<List<TextSpan>> s_attributes = CallIndex.Of("ValidateDataAnnotations");
    private static readonly PerTree<List<TextSpan>> s_validators = CallIndex.Of("IValidateOptions");

    private readonly CallIndex _onStart = new(knowledge, s_onStart, (_, symbol, _) => TypeArguments(symbol));
    private readonly CallIndex _attributes = new(knowledge, s_attributes, (_, symbol, _) => TypeArguments(symbol));
    private readonly CallIndex _validators = new(knowledge, s_validators, (name, symbol, _) => name.Parent is TypeConstraintSyntax ? ImmutableArray<ITypeSymbol>.Empty : TypeArguments(symbol));

    /// <summary>Whether options are validated when the host starts.</summary>
    public bool IsOnStart(ITypeSymbol options, CancellationToken cancellationToken) => _onStart.Contains(options, cancellationToken);

    /// <summary>Whether the attributes of options are validated.</summary>
    public bool AreAttributesValidated(ITypeSymbol options, CancellationToken cancellationToken) => _attributes.Contains(options, cancellationToken);

    /// <summary>Whether there is an <c>IValidateOptions</c> of them.</summary>
    public bool HasValidator(ITypeSymbol options, CancellationToken cancellationToken) => _validators.Contains(options, cancellationToken);

    /// <summary>The first property that says what is valid, as messages name it, or null.</summary>
    public string? Attribute(INamedTypeSymbol options)
    {
        for (var type = options; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is not IPropertySymbol { IsStatic: false } property)
                    continue;

                foreach (var data in property.GetAttributes())
                {
                    // [Required] on a number says nothing: it is never null.
                    if (data.AttributeClass.IsOrDerivesFrom(attribute) && !(data.AttributeClass!.Name == "RequiredAttribute" && property.Type.IsValueType))
                        return property.Name;
                }
            }
        }

        foreach (var implemented in options.AllInterfaces)
        {
            if (CoreTypes.Same(implemented, validatable))
                return "Validate";
        }

        return null;
    }

    private static ImmutableArray<ITypeSymbol> TypeArguments(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { TypeArguments.Length: > 0 } method => method.TypeArguments,
        IMethodSymbol { ContainingType.TypeArguments.Length: > 0 } method => method.ContainingType.TypeArguments,
        INamedTypeSymbol type => type.TypeArguments,
        _ => ImmutableArray<ITypeSymbol>.Empty,
    };
}
