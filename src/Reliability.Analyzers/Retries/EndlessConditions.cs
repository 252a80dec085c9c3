using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>Finds <c>mayRetry || !token.IsCancellationRequested</c> where it decides whether a retry goes on: in the head of the
/// loop, in a filter, or in a flag that the head asks.</summary>
internal static class EndlessConditions
{
    /// <summary>The conditions of a retry loop by which it goes on until it is cancelled.</summary>
    public static IEnumerable<IBinaryOperation> In(Loop loop, Knowledge knowledge)
    {
        foreach (var attempt in loop.Attempts)
        {
            if (loop.Condition is { } head && GoesOnUntilCancelled(head, knowledge) is { } inHead && OtherCounts(inHead))
                yield return inHead;

            foreach (var clause in attempt.Catches)
            {
                if (clause.Filter is { } filter && GoesOnUntilCancelled(filter, knowledge) is { } inFilter && !AsksException(inFilter, clause))
                    yield return inFilter;

                foreach (var part in clause.Handler.OwnFrame())
                {
                    // retry = ShouldRetry(…) || !token.IsCancellationRequested; where the loop goes on while (retry)
                    if (part is ISimpleAssignmentOperation { Target: ILocalReferenceOperation flag, Value: var value }
                        && loop.Condition?.Unwrapped() is ILocalReferenceOperation asked && CoreTypes.Same(asked.Local, flag.Local)
                        && GoesOnUntilCancelled(value, knowledge) is { } assigned)
                    {
                        yield return assigned;
                    }
                }
            }
        }
    }

    private static IBinaryOperation? GoesOnUntilCancelled(IOperation condition, Knowledge knowledge) =>
        condition.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either && (IsNotCancelled(either.LeftOperand, knowledge) || IsNotCancelled(either.RightOperand, knowledge)) ? either : null;

    private static bool IsNotCancelled(IOperation side, Knowledge knowledge) =>
        side.Unwrapped() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } && knowledge.Tokens.IsAsked(operand.Unwrapped());

    private static bool OtherCounts(IBinaryOperation either) => either.OwnFrame().Any(part => part is IBinaryOperation
    {
        OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual,
    });

    /// <summary>e is not OperationCanceledException || !token.IsCancellationRequested tells a timeout from a shutdown.</summary>
    private static bool AsksException(IBinaryOperation either, ICatchClauseOperation clause) =>
        either.OwnFrame().Any(part => part is IIsTypeOperation or IIsPatternOperation && part.OwnFrame().Any(inner => inner is ILocalReferenceOperation local && clause.Locals.Contains(local.Local, SymbolEqualityComparer.Default)));
}
