using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Reads what catch clauses take and where their handlers go.</summary>
internal sealed class Catches(CoreTypes core, Tokens tokens)
{
    /// <summary>Whether a clause names all exceptions: <c>catch</c>, <c>catch (Exception)</c>; its filter may leave some
    /// out.</summary>
    public bool IsGeneral(ICatchClauseOperation clause) =>
        clause.ExceptionType is null or { SpecialType: SpecialType.System_Object } || CoreTypes.Same(clause.ExceptionType, core.Exception);

    /// <summary>Whether a clause takes every exception there is.</summary>
    public bool TakesAll(ICatchClauseOperation clause) => clause.Filter is null && IsGeneral(clause);

    /// <summary>Whether a clause names cancellations, and nothing more general.</summary>
    public bool IsOfCancellation(ICatchClauseOperation clause) => clause.ExceptionType is INamedTypeSymbol type && type.IsOrDerivesFrom(core.OperationCanceled);

    /// <summary>Whether a clause may take an exception of a type: a filter that is not understood is no evidence.</summary>
    public bool MayTake(ICatchClauseOperation clause, INamedTypeSymbol? exception)
    {
        if (exception is null)
            return true;

        var isTaken = IsGeneral(clause)
            || (clause.ExceptionType is INamedTypeSymbol type && (exception.IsOrDerivesFrom(type) || type.IsOrDerivesFrom(exception)));
        return isTaken && !(clause.Filter is { } filter && Excludes(filter, exception));
    }

    /// <summary>Whether a clause takes a timeout that is reported as a cancellation, or may. A filter that requires a cancelled
    /// token lets it pass.</summary>
    public bool MayTakeTimeout(ICatchClauseOperation clause) =>
        MayTake(clause, core.TaskCanceled) && !(clause.Filter is { } filter && tokens.IsRequired(filter));

    /// <summary>Whether a filter keeps a type of exceptions out: <c>e is not OperationCanceledException</c>.</summary>
    public static bool Excludes(IOperation filter, INamedTypeSymbol exception) => Exclusion(filter, exception) is not null;

    /// <summary>The part of a filter that keeps a type of exceptions out, or null.</summary>
    public static IOperation? Exclusion(IOperation filter, INamedTypeSymbol exception)
    {
        var test = filter.Unwrapped();
        if (test is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and)
            return Exclusion(and.LeftOperand, exception) ?? Exclusion(and.RightOperand, exception);

        var excludes = test switch
        {
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: var pattern } } => Names(pattern, exception),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => operand.Unwrapped() switch
            {
                IIsTypeOperation inner => exception.IsOrDerivesFrom(inner.TypeOperand as INamedTypeSymbol),
                IIsPatternOperation inner => Names(inner.Pattern, exception),
                _ => false,
            },
            _ => false,
        };
        return excludes ? test : null;
    }

    /// <summary>Whether anything that the body of a <c>try</c> throws is taken by one of its clauses.</summary>
    public bool TakesAll(ITryOperation block)
    {
        foreach (var clause in block.Catches)
        {
            if (TakesAll(clause))
                return true;
        }

        return false;
    }

    /// <summary>Whether an exception of a type that is thrown at a place is taken before it leaves another operation around
    /// it (null: before it leaves the function).</summary>
    public bool IsTakenBetween(IOperation from, IOperation? to, INamedTypeSymbol? exception) =>
        IsTakenBetween(from, to, clause => MayTake(clause, exception));

    /// <summary>Whether an exception that certain clauses take is taken before it leaves another operation around it (null:
    /// before it leaves the function).</summary>
    public static bool IsTakenBetween(IOperation from, IOperation? to, Func<ICatchClauseOperation, bool> takes)
    {
        var inner = from;
        for (var outer = from.Parent; outer is not null && inner != to && !Operations.IsFunction(inner); inner = outer, outer = outer.Parent)
        {
            if (outer is not ITryOperation block || block.Body != inner || outer == to)
                continue;

            foreach (var clause in block.Catches)
            {
                if (takes(clause) && !Rethrows(clause))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a handler always ends by throwing.</summary>
    public static bool Rethrows(ICatchClauseOperation clause) =>
        !EndIsReachable(clause.Handler) && (EndsInThrowHelper(clause.Handler) || clause.Handler.OwnFrame().Any(operation => operation is IThrowOperation))
        && !clause.Handler.OwnFrame().Any(operation => operation is IReturnOperation or IBranchOperation);

    /// <summary>Whether control may run off the end of a block. A call of a helper that only throws is an end.</summary>
    public static bool EndIsReachable(IBlockOperation block) =>
        block is not { Syntax: BlockSyntax syntax, SemanticModel: { } model }
        || (model.AnalyzeControlFlow(syntax) is not { Succeeded: true, EndPointIsReachable: false } && !EndsInThrowHelper(block));

    private static bool EndsInThrowHelper(IBlockOperation block) =>
        block.Operations.Length > 0
        && block.Operations[block.Operations.Length - 1] is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: var helper } }
        && NeverReturns(helper);

    /// <summary>Whether a method says that it never returns, or does nothing but throw.</summary>
    public static bool NeverReturns(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "DoesNotReturnAttribute", ContainingNamespace.Name: "CodeAnalysis" })
                return true;
        }

        return method.DeclaringSyntaxReferences is [var declaration]
            && declaration.GetSyntax() is MethodDeclarationSyntax { ExpressionBody.Expression: ThrowExpressionSyntax } or MethodDeclarationSyntax { Body.Statements: [ThrowStatementSyntax] };
    }

    private static bool Names(IPatternOperation pattern, INamedTypeSymbol exception) => pattern switch
    {
        ITypePatternOperation type => exception.IsOrDerivesFrom(type.MatchedType as INamedTypeSymbol),
        IDeclarationPatternOperation declaration => exception.IsOrDerivesFrom(declaration.MatchedType as INamedTypeSymbol),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or => Names(or.LeftPattern, exception) || Names(or.RightPattern, exception),
        INegatedPatternOperation => false,
        _ => false,
    };
}
