using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>How often a retry loop tries when every attempt fails, found by counting through the rounds as the code
/// would.</summary>
/// <param name="Counter">What counts.</param>
/// <param name="Attempts">The number of attempts, or null: however high the counter's limit, it is never reached.</param>
/// <param name="IsConstant">Whether the number follows from constants alone.</param>
/// <param name="Comparison">The comparison with the limit.</param>
/// <param name="Reset">What sets the counter anew in every round, or null.</param>
internal sealed record AttemptCount(ILocalSymbol Counter, int? Attempts, bool IsConstant, IOperation Comparison, IOperation? Reset)
{
    // No program means to try that often; a loop that goes on never ends.
    private const int Enough = 2000;

    /// <summary>The constant number of attempts, or null: unknown, or never ending.</summary>
    public static int? ConstantOf(RetryAttempt attempt)
    {
        int? most = null;
        foreach (var clause in attempt.Catches)
        {
            var counts = Of(attempt, clause).ToList();
            if (counts.Count == 0 || counts.Any(count => count is not { IsConstant: true, Attempts: not null }))
                return null;

            var least = counts.Min(count => count.Attempts!.Value);
            most = most is null ? least : Math.Max(most.Value, least);
        }

        return most;
    }

    /// <summary>What each counter of a loop allows when a clause takes all failures. Counters that are not understood are left
    /// out.</summary>
    public static IEnumerable<AttemptCount> Of(RetryAttempt attempt, ICatchClauseOperation clause)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var part in attempt.Loop.Parts)
        {
            if (part is ILocalReferenceOperation { Local: { IsConst: false, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Byte or SpecialType.System_UInt32 } counter }
                && IsCompared(part)
                && seen.Add(counter)
                && Of(attempt, clause, counter) is { } count)
            {
                yield return count;
            }
        }
    }

    private static AttemptCount? Of(RetryAttempt attempt, ICatchClauseOperation clause, ILocalSymbol counter)
    {
        if (!Start(attempt.Loop, counter, out var start))
            return null;

        var steps = new CounterSteps(attempt, clause, counter).Read();
        if (steps is null || steps.Find(step => step.Kind == CounterStepKind.Guard) is not { Source: { } comparison })
            return null;

        var isConstant = start is not null && steps.TrueForAll(step => step.IsConstant);
        var reset = steps.Find(step => step.Kind == CounterStepKind.Set)?.Source;
        var isTold = steps[0] is { Kind: CounterStepKind.Guard, IsHead: true };
        var value = start ?? 0;
        for (var round = 0; round < Enough; round++)
        {
            foreach (var step in steps)
            {
                // A head that is asked before the first attempt has seen no attempt yet.
                if (step.Kind == CounterStepKind.Leave || (step.Kind == CounterStepKind.Guard && step.Leaves(value)))
                    return new(counter, isTold && step.IsHead ? round : round + 1, isConstant, comparison, reset);

                value = step.Apply(value);
            }
        }

        return new(counter, null, isConstant, comparison, reset);
    }

    /// <summary>What the counter is before the loop; false where it is not known how it is changed.</summary>
    private static bool Start(Loop loop, ILocalSymbol counter, out long? start)
    {
        start = null;
        IOperation root = loop.Operation;
        while (root.Parent is { } parent && !Operations.IsFunction(root))
            root = parent;

        var isDeclared = false;
        var writesOutside = 0;
        foreach (var part in root.ChildOperations.SelectMany(child => child.OwnFrame()))
        {
            if (Operations.IsFunction(part) && part.ChildOperations.SelectMany(child => child.OwnFrame()).Any(inner => inner is ILocalReferenceOperation captured && CoreTypes.Same(captured.Local, counter)))
                return false;

            if (part is IArgumentOperation { Parameter.RefKind: not (RefKind.None or RefKind.In) } argument && CoreTypes.Same(argument.Value.Symbol(), counter))
                return false;

            var isInBody = part.IsWithin(loop.Operation.Body);
            isDeclared |= part is IVariableDeclaratorOperation known && CoreTypes.Same(known.Symbol, counter);
            if (part is IVariableDeclaratorOperation declarator && CoreTypes.Same(declarator.Symbol, counter) && !isInBody)
                start = declarator.Initializer is { Value.ConstantValue: { HasValue: true, Value: int value } } ? value : null;
            else if (part is IAssignmentOperation or IIncrementOrDecrementOperation && !part.IsWithin(loop.Operation) && CoreTypes.Same(CounterSteps.Target(part), counter))
                writesOutside++;
        }

        if (writesOutside > 0)
            start = null;

        return isDeclared;
    }

    private static bool IsCompared(IOperation counter)
    {
        var user = counter.User();
        if (user is IIncrementOrDecrementOperation)
            user = user.User();

        return user is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals };
    }
}
