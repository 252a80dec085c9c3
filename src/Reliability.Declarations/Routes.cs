using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Declarations;

/// <summary>Reads the literal route of a <c>Map…</c> call, with the literal prefixes of the groups around it as far as the
/// function shows them.</summary>
internal static class Routes
{
    // A chain of groups and builders longer than this is not written by hand.
    private const int MostSteps = 32;

    /// <summary>The route, such as <c>/orders/{id}</c> of <c>orders.MapGet("/{id}", …)</c>.</summary>
    public static string Of(InvocationExpressionSyntax call)
    {
        var route = Literal(call);
        var receiver = Receiver(call);
        for (var step = 0; receiver is not null && step < MostSteps; step++)
        {
            if (receiver is InvocationExpressionSyntax inner)
            {
                route = EndpointShapes.CalledName(inner) == "MapGroup" ? Literal(inner) + "/" + route : route;
                receiver = Receiver(inner);
            }
            else
            {
                receiver = receiver is IdentifierNameSyntax variable ? Initializer(variable) : null;
            }
        }

        return route;
    }

    private static string Literal(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression)
            ? literal.Token.ValueText
            : "";

    private static ExpressionSyntax? Receiver(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Expression;

    /// <summary>What a local variable was declared with, in the same block, one around it, or a top-level program.</summary>
    private static ExpressionSyntax? Initializer(IdentifierNameSyntax variable)
    {
        for (SyntaxNode? scope = variable; scope is not null; scope = scope.Parent)
        {
            var statements = scope switch
            {
                BlockSyntax block => block.Statements,
                CompilationUnitSyntax program => program.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement),
                _ => Enumerable.Empty<StatementSyntax>(),
            };
            var declared = statements.OfType<LocalDeclarationStatementSyntax>()
                .SelectMany(statement => statement.Declaration.Variables)
                .FirstOrDefault(declarator => declarator.Identifier.ValueText == variable.Identifier.ValueText);
            if (declared is not null)
                return declared.Initializer?.Value;
        }

        return null;
    }
}
