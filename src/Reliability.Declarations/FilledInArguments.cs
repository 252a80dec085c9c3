using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Declarations;

/// <summary>Finds what somebody wrote where the compiler fills in the line and the member. By syntax, because the bound
/// attribute does not tell one from the other.</summary>
internal static class FilledInArguments
{
    /// <summary>The problem with the first such argument, or null.</summary>
    /// <param name="slo">An <c>[Slo]</c> of either form.</param>
    public static DeclarationProblem? Problem(AttributeData slo)
    {
        if (slo.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments })
            return null;

        var availabilities = LevelReader.Profile(slo) is null ? 1 : 0;
        for (var position = 0; position < arguments.Count; position++)
        {
            var argument = arguments[position];
            if (argument.NameEquals is null && (argument.NameColon is { Name: var name } ? name.Identifier.ValueText is "line" or "member" : position >= availabilities))
                return new(ProblemKind.FilledInByHand, slo, null, argument.ToString(), Decimal(arguments[0], argument), argument.Expression);
        }

        return null;
    }

    /// <summary><c>99.9</c> for <c>99,9</c>, or null when that cannot be meant.</summary>
    private static string? Decimal(AttributeArgumentSyntax whole, AttributeArgumentSyntax fraction) =>
        whole != fraction && fraction.NameColon is null && Digits(whole) is { } left && Digits(fraction) is { } right ? left + "." + right : null;

    private static string? Digits(AttributeArgumentSyntax argument) =>
        argument.Expression is LiteralExpressionSyntax { Token.Text: var text } && text.All(char.IsDigit) ? text : null;
}
