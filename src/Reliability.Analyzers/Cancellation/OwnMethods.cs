using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Follows calls within one type and file, where nothing but the code in sight decides what happens.</summary>
internal static class OwnMethods
{
    /// <summary>The declaration of what a call awaits, when it is a method of the same type in the same file that nobody can
    /// override; or null. What is not awaited throws elsewhere.</summary>
    public static SyntaxNode? Awaited(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!IsAwaited(call)
            || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } method
            || method.DeclaringSyntaxReferences.Length != 1
            || method.DeclaringSyntaxReferences[0].SyntaxTree != call.SyntaxTree
            || !SymbolEqualityComparer.Default.Equals(
                method.ContainingType.OriginalDefinition,
                model.GetEnclosingSymbol(call.SpanStart, cancellationToken)?.ContainingType?.OriginalDefinition))
        {
            return null;
        }

        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        return Body(declaration) is null ? null : declaration;
    }

    /// <summary>The body of a method, or null.</summary>
    public static SyntaxNode? Body(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
        _ => null,
    };

    private static bool IsAwaited(ExpressionSyntax call)
    {
        // await Call(), await Call().ConfigureAwait(false)
        var outer = call.Parent;
        if (outer is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            outer = configured.Parent;

        return outer is AwaitExpressionSyntax;
    }
}
