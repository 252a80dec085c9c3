using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Declarations;

/// <summary>Finds out whether code counts by itself: <c>Operations.Import.MeasureAsync(…)</c>. By syntax, because what it names
/// is emitted only then.</summary>
public static class ExplicitCalls
{
    /// <summary>The class that holds the sites of an assembly.</summary>
    public const string Operations = "Operations";

    /// <summary>Whether a declaration calls its own site.</summary>
    /// <param name="target">What carries the <c>[Slo]</c>.</param>
    /// <param name="identifier">The identifier of the operation.</param>
    public static bool AreIn(ISymbol target, string identifier)
    {
        foreach (var reference in target.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name, RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access
                    && name.Identifier.ValueText == identifier
                    && LastName(access.Expression) == Operations
                    && access.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => null,
    };
}
