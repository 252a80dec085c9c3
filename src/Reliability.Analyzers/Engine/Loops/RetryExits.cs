using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>Where a <c>try</c> in a loop goes: success must leave the loop and failure go round, or it is no retry.</summary>
internal sealed class RetryExits(Loop loop, ITryOperation attempt)
{
    private bool? _successLeaves;

    /// <summary>Whether success leaves the loop: the body ends in <c>return</c> or <c>break</c>, what follows the <c>try</c>
    /// does, or the condition becomes false.</summary>
    public bool SuccessLeaves => _successLeaves ??= !IsInHandler() && (BodyLeaves() || IsFollowedByLeave(orThrow: false) || ConditionLeaves());

    /// <summary>Whether a handler lets the loop go round again.</summary>
    public bool GoesRound(ICatchClauseOperation clause) =>
        clause.Handler.OwnFrame().Any(IsContinue)
        || (Engine.Catches.EndIsReachable(clause.Handler) && !IsFollowedByLeave(orThrow: true) && !EndsLoopByFlag(clause));

    /// <summary>Whether a statement right behind the <c>try</c>, or behind a block that ends with it, always leaves the
    /// loop.</summary>
    public bool IsFollowedByLeave(bool orThrow)
    {
        for (var node = attempt.Syntax; node.Parent is { } parent && node != loop.Operation.Syntax && parent is not SwitchSectionSyntax; node = parent)
        {
            if (parent is not BlockSyntax block || node is not StatementSyntax statement)
                continue;

            for (var i = block.Statements.IndexOf(statement) + 1; i < block.Statements.Count; i++)
            {
                if (block.Statements[i] is ReturnStatementSyntax or BreakStatementSyntax || (orThrow && block.Statements[i] is ThrowStatementSyntax))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A clean-up in a handler is not what the loop repeats.</summary>
    private bool IsInHandler() => attempt.Enclosing<ICatchClauseOperation>() is { } outer && outer.IsWithin(loop.Operation);

    private bool BodyLeaves()
    {
        var statements = attempt.Body.Operations;
        if (statements.IsEmpty)
            return false;

        if (!Engine.Catches.EndIsReachable(attempt.Body))
            return !IsContinue(statements[statements.Length - 1]) && attempt.Body.OwnFrame().Any(IsLeave);

        // if (response.IsSuccessStatusCode) return response;
        for (var i = statements.Length - 1; i >= 0; i--)
        {
            if (statements[i] is IConditionalOperation choice && choice.OwnFrame().Any(ReturnsSuccess))
                return true;

            if (statements[i].OwnFrame().Any(part => part is IAwaitOperation))
                return false;
        }

        return false;
    }

    private static bool ReturnsSuccess(IOperation part) =>
        part is IReturnOperation { ReturnedValue: { } value } && value.Unwrapped() is not (IDefaultValueOperation or ILiteralOperation { ConstantValue: { HasValue: true, Value: null or false } });

    private bool IsLeave(IOperation part) => part switch
    {
        IReturnOperation => true,
        IBranchOperation { BranchKind: BranchKind.Break } leave => loop.IsOnSpine(leave) && leave.Enclosing<ISwitchOperation>()?.IsWithin(loop.Operation) != true,
        _ => false,
    };

    /// <summary>Whether an operation goes to the head of the loop: <c>continue</c>, or <c>goto</c> a label right before it.</summary>
    public bool IsContinue(IOperation part) => part switch
    {
        IBranchOperation { BranchKind: BranchKind.Continue } next => loop.IsOnSpine(next),
        IBranchOperation { BranchKind: BranchKind.GoTo, Target.DeclaringSyntaxReferences: [var label] } => label.GetSyntax() is LabeledStatementSyntax labelled && labelled.Statement == loop.Operation.Syntax,
        _ => false,
    };

    private bool ConditionLeaves()
    {
        if (loop.Condition is not { } condition || loop.IsEndless)
            return false;

        foreach (var part in condition.OwnFrame())
        {
            var leaves = part switch
            {
                ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag => IsSetOutsideHandlers(flag),
                ILocalReferenceOperation value when IsComparedWithNull(value) => Assigns(attempt.Body, value.Local),
                IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Instance: { } owner } => IsAllThatIsTried(owner.Symbol()),
                _ => false,
            };
            if (leaves)
                return true;
        }

        return false;
    }

    /// <summary>while (!done) { try { …; done = true; } catch { … } }, or do { retry = false; try { … } catch { retry = true; } }
    /// while (retry).</summary>
    private bool IsSetOutsideHandlers(ILocalReferenceOperation flag)
    {
        foreach (var statement in attempt.Body.Operations)
        {
            if (Sets(statement, flag.Local) is not null)
                return true;
        }

        return attempt.Parent is IBlockOperation block
            && block.Operations.Any(statement => statement.Syntax.SpanStart < attempt.Syntax.SpanStart && Sets(statement, flag.Local) is not null)
            && attempt.Catches.Any(clause => Assigns(clause.Handler, flag.Local));
    }

    /// <summary>A handler that sets the flag as success does ends the loop.</summary>
    private bool EndsLoopByFlag(ICatchClauseOperation clause)
    {
        if (loop.Condition is not { } condition)
            return false;

        foreach (var part in condition.OwnFrame())
        {
            if (part is not ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag)
                continue;

            var leavesWhen = flag.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not };
            if (clause.Handler.Operations.Any(statement => Sets(statement, flag.Local) == leavesWhen))
                return true;
        }

        return false;
    }

    private static bool IsComparedWithNull(ILocalReferenceOperation value) => value.User() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals =>
            equals.LeftOperand.Unwrapped().ConstantValue is { HasValue: true, Value: null } || equals.RightOperand.Unwrapped().ConstantValue is { HasValue: true, Value: null },
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } constant } } => constant.Unwrapped().ConstantValue is { HasValue: true, Value: null },
        _ => false,
    };

    /// <summary>while (!client.Connected) { try { client.Connect(); } … }: nothing is read, so the state is what it is about.</summary>
    private bool IsAllThatIsTried(ISymbol? owner) =>
        owner is not null
        && attempt.Body.Operations is [IExpressionStatementOperation { Operation: var only }]
        && (only is IAwaitOperation await ? await.Awaited() : only) is IInvocationOperation { Instance: { } instance }
        && CoreTypes.Same(instance.Symbol(), owner);

    private static bool? Sets(IOperation statement, ILocalSymbol flag) =>
        statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Value.ConstantValue: { HasValue: true, Value: bool value } } }
        && CoreTypes.Same(target.Local, flag)
            ? value
            : null;

    private static bool Assigns(IOperation root, ILocalSymbol local) =>
        root.OwnFrame().Any(part => part is IAssignmentOperation { Target: ILocalReferenceOperation target } && CoreTypes.Same(target.Local, local));
}
