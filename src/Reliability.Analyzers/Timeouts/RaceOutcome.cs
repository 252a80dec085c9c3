using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Tells the code that runs only when the work was faster than the delay.</summary>
internal sealed class RaceOutcome(IInvocationOperation race, ILocalSymbol work, ILocalSymbol? delay)
{
    /// <summary>Whether a task is only asked how it stands: compared, or a property of it read.</summary>
    public static bool IsAsked(IOperation task) => task.User() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
        IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status" or "Exception" } => true,
        _ => false,
    };

    /// <summary>Whether an operation is reached only if the work won.</summary>
    public bool IsOnlyAfterSuccess(IOperation operation)
    {
        var inner = operation;
        for (var outer = operation.Parent; outer is not null && !Operations.IsFunction(inner); inner = outer, outer = outer.Parent)
        {
            if (outer is IConditionalOperation condition && inner != condition.Condition && Won(condition.Condition) is { } whenTrue)
                return whenTrue == (inner == condition.WhenTrue);

            if (outer is IBlockOperation block && FollowsExit(block, inner))
                return true;
        }

        return false;
    }

    /// <summary>Whether a statement before in the block leaves it when the time was over.</summary>
    private bool FollowsExit(IBlockOperation block, IOperation inner)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == inner)
                return false;

            if (statement is IConditionalOperation condition && Won(condition.Condition) is { } whenTrue
                && (whenTrue ? condition.WhenFalse : condition.WhenTrue) is { } timedOut && Leaves(timedOut))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Leaves(IOperation branch) => branch switch
    {
        IBlockOperation { Operations: [.., var last] } => Leaves(last),
        IExpressionStatementOperation statement => statement.Operation is IThrowOperation,
        IReturnOperation or IThrowOperation or IBranchOperation => true,
        _ => false,
    };

    /// <summary>Whether a condition that holds means that the work won (true) or the delay (false); null: neither.</summary>
    private bool? Won(IOperation condition)
    {
        switch (condition.Unwrapped())
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return !Won(operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when Winner(comparison) is { } winner:
                return winner == (comparison.OperatorKind == BinaryOperatorKind.Equals);
            case IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" } state:
                return CoreTypes.Same(state.Instance.Symbol(), work) ? true : delay is not null && CoreTypes.Same(state.Instance.Symbol(), delay) ? false : null;
            default:
                return null;
        }
    }

    /// <summary>Which task the result of the race is compared with: the work (true) or the delay.</summary>
    private bool? Winner(IBinaryOperation comparison)
    {
        var task = IsResult(comparison.LeftOperand) ? comparison.RightOperand : IsResult(comparison.RightOperand) ? comparison.LeftOperand : null;
        return task.Symbol() is not { } symbol ? null : CoreTypes.Same(symbol, work) ? true : delay is not null && CoreTypes.Same(symbol, delay) ? false : null;
    }

    private bool IsResult(IOperation value)
    {
        var result = value.Unwrapped();
        if (result is ILocalReferenceOperation { Local: var local })
            return race.Await()?.User() is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var symbol } } && CoreTypes.Same(symbol, local);

        return result is IAwaitOperation awaiting && awaiting == race.Await();
    }
}
