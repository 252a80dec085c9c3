using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>The function that returns a task, and whether it can be made to wait for it.</summary>
internal static class ReturningFunction
{
    /// <summary>The lambda, local function or method around a place; null in what returns nothing.</summary>
    public static IMethodSymbol? Of(Site site) => site.Operation.Function() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => site.Member as IMethodSymbol,
    };

    /// <summary>Whether <c>async</c> and <c>await</c> can be written into a function: it is one whose head can say so, has no
    /// parameters by reference, and whatever it returns can be awaited where it is returned.</summary>
    public static bool CanAwait(IMethodSymbol function, IOperation returned, CoreTypes core)
    {
        if (function.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction or MethodKind.AnonymousFunction))
            return false;

        foreach (var parameter in function.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
                return false;
        }

        var body = Body(returned);
        return body.OwnFrame().All(part => part is not IReturnOperation { Kind: OperationKind.Return, Syntax: ReturnStatementSyntax or ArrowExpressionClauseSyntax } leave || CanAwait(leave, core));
    }

    private static bool CanAwait(IReturnOperation leave, CoreTypes core) =>
        leave.ReturnedValue?.Unwrapped() is { } value and not IDefaultValueOperation and not ILiteralOperation
        && core.IsTask(value.Type)
        && leave.Enclosing<ILockOperation>() is null;

    private static IOperation Body(IOperation place)
    {
        var body = place;
        while (body.Parent is { } outer && !Operations.IsFunction(body))
            body = outer;

        return body;
    }
}
