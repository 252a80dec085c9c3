using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>What a step of a round does to the counter.</summary>
internal enum CounterStepKind
{
    /// <summary>Gives it a value.</summary>
    Set,

    /// <summary>Counts.</summary>
    Add,

    /// <summary>Leaves the loop where a comparison holds.</summary>
    Guard,

    /// <summary>Leaves the loop.</summary>
    Leave,

    /// <summary>Goes on with the next round.</summary>
    Next,
}

/// <summary>One step of a round.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Value">The value set or added, or the limit.</param>
/// <param name="Operator">How the counter is compared with the limit.</param>
/// <param name="LeavesWhen">Whether the loop is left where the comparison holds, or where it does not.</param>
/// <param name="IsConstant">Whether the value is known; a limit that is not stands for any.</param>
/// <param name="Source">The code.</param>
/// <param name="IsHead">Whether it is the head of the loop.</param>
internal sealed record CounterStep(
    CounterStepKind Kind, long Value = 0, BinaryOperatorKind Operator = BinaryOperatorKind.None, bool LeavesWhen = false, bool IsConstant = true, IOperation? Source = null, bool IsHead = false)
{
    public bool Leaves(long counter) => LeavesWhen == (Operator switch
    {
        BinaryOperatorKind.LessThan => counter < Value,
        BinaryOperatorKind.LessThanOrEqual => counter <= Value,
        BinaryOperatorKind.GreaterThan => counter > Value,
        BinaryOperatorKind.GreaterThanOrEqual => counter >= Value,
        BinaryOperatorKind.Equals => counter == Value,
        _ => counter != Value,
    });

    public long Apply(long counter) => Kind switch
    {
        CounterStepKind.Set => Value,
        CounterStepKind.Add => counter + Value,
        _ => counter,
    };
}

/// <summary>Reads what one round that fails does to a counter, in the order in which it happens. Null as soon as anything about
/// the counter is not understood.</summary>
internal sealed class CounterSteps(RetryAttempt attempt, ICatchClauseOperation clause, ILocalSymbol counter)
{
    // Stands for a limit that is not a constant: more than one, and soon reached by whatever counts.
    private const long AnyLimit = 50;

    private readonly List<CounterStep> _steps = [];
    private bool _isHead;

    public List<CounterStep>? Read()
    {
        var loop = attempt.Loop.Operation;
        var isBottomTested = loop is IWhileLoopOperation { ConditionIsTop: false };
        if ((!isBottomTested && !Head()) || attempt.Try.Parent is not IBlockOperation block || block != loop.Body)
            return null;

        var at = block.Operations.IndexOf(attempt.Try);
        if (!Statements(block.Operations.Take(at)) || !Body() || !(clause.Filter is null || Condition(clause.Filter, leavesWhen: false)) || !Statements(clause.Handler.Operations))
            return null;

        if (Catches.EndIsReachable(clause.Handler) && !Statements(block.Operations.Skip(at + 1)))
            return null;

        // Next ends the statements, and not what the loop does between two rounds.
        var next = _steps.FindIndex(step => step.Kind == CounterStepKind.Next);
        if (next >= 0)
            _steps.RemoveRange(next, _steps.Count - next);

        if (loop is IForLoopOperation { AtLoopBottom: var bottom } && !Statements(bottom))
            return null;

        return !isBottomTested || Head() ? _steps : null;
    }

    /// <summary>What an operation writes to, or null.</summary>
    public static ISymbol? Target(IOperation part) => part switch
    {
        IAssignmentOperation assignment => assignment.Target.Symbol(),
        IIncrementOrDecrementOperation step => step.Target.Symbol(),
        IVariableDeclaratorOperation { Initializer: not null } declarator => declarator.Symbol,
        _ => null,
    };

    private bool Head()
    {
        if (attempt.Loop.Condition is not { } condition)
            return true;

        _isHead = true;
        var isRead = Condition(condition, leavesWhen: false);
        _isHead = false;
        return isRead;
    }

    private bool Body()
    {
        var isBeforeCalls = true;
        foreach (var statement in attempt.Try.Body.Operations)
        {
            isBeforeCalls &= !statement.OwnFrame().Any(part => part is IInvocationOperation or IAwaitOperation);
            if (!Writes(statement))
                continue;

            // What stands behind the call that fails does not happen; what else counts there is not known.
            if (isBeforeCalls ? !Statement(statement) : statement is not IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Value.ConstantValue.HasValue: true } })
                return false;
        }

        return true;
    }

    private bool Statements(IEnumerable<IOperation> statements)
    {
        foreach (var statement in statements)
        {
            if (!Statement(statement))
                return false;
        }

        return true;
    }

    private bool Statement(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                return Statements(block.Operations);
            case IConditionalOperation choice:
                return Choice(choice);
            case IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } or IBranchOperation { BranchKind: BranchKind.Break }:
                _steps.Add(new(CounterStepKind.Leave));
                return !Mentions(statement) || !Writes(statement);
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                _steps.Add(new(CounterStepKind.Next));
                return true;
            case IExpressionStatementOperation or IVariableDeclarationGroupOperation:
                return Straight(statement);
            default:
                return !Writes(statement);
        }
    }

    private bool Choice(IConditionalOperation choice)
    {
        if (!Mentions(choice))
            return !(AlwaysLeaves(choice.WhenTrue) && choice.WhenFalse is not null && AlwaysLeaves(choice.WhenFalse)) && !Goes(choice, BranchKind.Continue);

        if (Writes(choice.WhenTrue) || (choice.WhenFalse is { } otherwise && Writes(otherwise)))
            return false;

        if (AlwaysLeaves(choice.WhenTrue))
            return choice.WhenFalse is null ? Condition(choice.Condition, leavesWhen: true) : Condition(choice.Condition, leavesWhen: true) && Statement(choice.WhenFalse);

        if (choice.WhenFalse is { } other && AlwaysLeaves(other))
            return Condition(choice.Condition, leavesWhen: false) && Statement(choice.WhenTrue);

        // if (n < 3) continue; throw;
        if (choice is { WhenTrue: IBlockOperation { Operations: [.., IBranchOperation { BranchKind: BranchKind.Continue }] } or IBranchOperation { BranchKind: BranchKind.Continue }, WhenFalse: null }
            && choice.IsWithin(clause.Handler) && !Catches.EndIsReachable(clause.Handler))
        {
            var isRead = Condition(choice.Condition, leavesWhen: false);
            _steps.Add(new(CounterStepKind.Next));
            return isRead;
        }

        return !Goes(choice, BranchKind.Continue) && !Goes(choice, BranchKind.Break) && !choice.OwnFrame().Any(part => part is IThrowOperation or IReturnOperation) && !Writes(choice);
    }

    private static bool Goes(IOperation root, BranchKind kind) => root.OwnFrame().Any(part => part is IBranchOperation branch && branch.BranchKind == kind);

    private static bool AlwaysLeaves(IOperation branch) => branch switch
    {
        IBlockOperation { Operations: [.., var last] } block => AlwaysLeaves(last) && !Goes(block, BranchKind.Continue),
        IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } or IBranchOperation { BranchKind: BranchKind.Break } => true,
        _ => false,
    };

    /// <summary>A condition, where the loop is left if it has a value.</summary>
    private bool Condition(IOperation condition, bool leavesWhen)
    {
        if (!Mentions(condition))
            return true;

        switch (condition.Unwrapped())
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return Condition(operand, !leavesWhen);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when leavesWhen:
                return Condition(either.LeftOperand, leavesWhen) && Condition(either.RightOperand, leavesWhen);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when !leavesWhen:
                return Condition(both.LeftOperand, leavesWhen) && Condition(both.RightOperand, leavesWhen);
            case IBinaryOperation comparison when IsSide(comparison.LeftOperand) && !Mentions(comparison.RightOperand):
                return Comparison(comparison, comparison.LeftOperand, comparison.OperatorKind, comparison.RightOperand, leavesWhen);
            case IBinaryOperation comparison when IsSide(comparison.RightOperand) && !Mentions(comparison.LeftOperand):
                return Comparison(comparison, comparison.RightOperand, Mirrored(comparison.OperatorKind), comparison.LeftOperand, leavesWhen);
            default:
                return false;
        }
    }

    private bool IsSide(IOperation side) => CoreTypes.Same(side.Symbol(), counter)
        || (side.Unwrapped() is IIncrementOrDecrementOperation step && CoreTypes.Same(step.Target.Symbol(), counter));

    private bool Comparison(IOperation comparison, IOperation side, BinaryOperatorKind kind, IOperation limit, bool leavesWhen)
    {
        if (kind is not (BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
            || Limit(limit) is not { } known)
        {
            return false;
        }

        var step = side.Unwrapped() as IIncrementOrDecrementOperation;
        var guard = new CounterStep(CounterStepKind.Guard, known.Value, kind, leavesWhen, known.IsConstant, comparison, _isHead);
        if (step is { IsPostfix: false })
            _steps.Add(Step(step));

        _steps.Add(guard);
        if (step is { IsPostfix: true })
            _steps.Add(Step(step));

        return true;
    }

    /// <summary>A limit that is a constant, or that stays the same while the loop runs.</summary>
    private (long Value, bool IsConstant)? Limit(IOperation limit)
    {
        if (Durations.Number(limit) is { } number)
            return number is >= 0 and < 1000 ? ((long)number, true) : default((long, bool)?);

        foreach (var part in limit.OwnFrame())
        {
            if (part is IInvocationOperation or IAwaitOperation)
                return null;

            if (part is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
                && attempt.Loop.Parts.Any(other => CoreTypes.Same(Target(other), part.Symbol())))
            {
                return null;
            }
        }

        return (AnyLimit, false);
    }

    private bool Straight(IOperation statement)
    {
        foreach (var part in statement.OwnFrame())
        {
            if (!CoreTypes.Same(Target(part), counter))
                continue;

            switch (part)
            {
                case IIncrementOrDecrementOperation step when step.Enclosing<IConditionalOperation>()?.IsWithin(statement) != true:
                    _steps.Add(Step(step));
                    break;
                case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } compound when Durations.Number(compound.Value) is { } amount:
                    _steps.Add(new(CounterStepKind.Add, compound.OperatorKind == BinaryOperatorKind.Add ? (long)amount : -(long)amount, Source: part));
                    break;
                case ISimpleAssignmentOperation { Value: var value } when Durations.Number(value) is { } constant:
                    _steps.Add(new(CounterStepKind.Set, (long)constant, Source: part));
                    break;
                case IVariableDeclaratorOperation { Initializer.Value: var value } when Durations.Number(value) is { } constant:
                    _steps.Add(new(CounterStepKind.Set, (long)constant, Source: part));
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static CounterStep Step(IIncrementOrDecrementOperation step) =>
        new(CounterStepKind.Add, step.Kind == OperationKind.Increment ? 1 : -1, Source: step);

    private bool Mentions(IOperation root) => root.OwnFrame().Any(part => part is ILocalReferenceOperation local && CoreTypes.Same(local.Local, counter));

    private bool Writes(IOperation root) => root.OwnFrame().Any(part => CoreTypes.Same(Target(part), counter));

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };
}
