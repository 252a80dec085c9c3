using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Slo;

/// <summary>Finds the argument of an attribute that a problem is about.</summary>
internal static class ArgumentSyntax
{
    /// <summary>The place of an argument's value; of the attribute's name when the argument is not written.</summary>
    public static Location Location(AttributeData attribute, string? argument)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
            return Microsoft.CodeAnalysis.Location.None;

        return (Find(syntax, argument)?.Expression ?? (SyntaxNode)syntax.Name).GetLocation();
    }

    /// <summary>An argument by the name of its property, or the first positional one.</summary>
    public static AttributeArgumentSyntax? Find(AttributeSyntax attribute, string? argument)
    {
        foreach (var candidate in attribute.ArgumentList?.Arguments ?? default)
        {
            if (candidate.NameEquals?.Name.Identifier.ValueText == argument)
                return candidate;
        }

        return null;
    }
}
