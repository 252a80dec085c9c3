using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Slo;

/// <summary>Finds an <c>[Owner]</c> without a team and a <c>[Service]</c> without a name: both are read as if they were not
/// there.</summary>
internal static class EmptyNames
{
    /// <summary>The empty argument and what follows from it, or null. Gated by the attribute's name: only what may be one of
    /// the two is bound.</summary>
    public static (Location Location, string Text)? In(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (NameOf(attribute.Name) is not ("Owner" or "OwnerAttribute" or "Service" or "ServiceAttribute")
            || ArgumentSyntax.Find(attribute, null) is not { Expression: var argument }
            || model.GetConstantValue(argument, cancellationToken) is not { HasValue: true, Value: null or string } value
            || !string.IsNullOrWhiteSpace((string?)value.Value)
            || model.GetSymbolInfo(attribute, cancellationToken).Symbol is not IMethodSymbol { ContainingType: var type })
        {
            return null;
        }

        return type.Is(TypeNames.Owner) ? (argument.GetLocation(), ProblemTexts.EmptyTeam)
            : type.Is(TypeNames.Service) ? (argument.GetLocation(), ProblemTexts.EmptyService)
            : null;
    }

    private static string? NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        IdentifierNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };
}
