using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>Finds out whether anything may end a retry loop when every attempt fails. Whatever could be a limit counts as
/// one.</summary>
internal static class RetryBounds
{
    public static bool MayEnd(RetryAttempt attempt, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (!IsOpen(attempt.Loop.Condition, attempt.Loop))
            return true;

        var counted = Counted(attempt.Loop);
        foreach (var part in attempt.Loop.Parts)
        {
            if (IsToken(part, knowledge) || IsClock(part) || (part is IConditionalOperation choice && MayDecide(choice.Condition, choice, counted, knowledge)))
                return true;

            if (part is ISwitchOperation or ISwitchExpressionOperation && part.IsWithin(attempt.Try) && !part.IsWithin(attempt.Try.Body))
                return true;
        }

        foreach (var clause in attempt.Catches)
        {
            if ((clause.Filter is { } filter && MayDecide(filter, null, counted, knowledge)) || !Handlers.OnlyTakesNote(clause.Handler, knowledge, cancellationToken))
                return true;

            if (clause.ExceptionType.IsOrDerivesFrom(knowledge.Core.OperationCanceled) || clause.ExceptionType.IsOrDerivesFrom(knowledge.Type("System.TimeoutException")))
                return true;
        }

        return false;
    }

    /// <summary>Whether the loop counts its attempts, or its time, in a condition.</summary>
    public static bool IsCounted(RetryAttempt attempt)
    {
        var counted = Counted(attempt.Loop);
        foreach (var part in attempt.Loop.Parts)
        {
            if (IsClock(part))
                return true;

            var condition = part switch
            {
                IConditionalOperation choice => choice.Condition,
                ICatchClauseOperation clause => clause.Filter,
                _ => null,
            };
            if (condition is not null && condition.OwnFrame().Any(inner => inner.Symbol() is { } symbol && counted.Contains(symbol)))
                return true;
        }

        return attempt.Loop.Condition?.OwnFrame().Any(inner => inner.Symbol() is { } symbol && counted.Contains(symbol)) == true;
    }

    /// <summary>Whether nothing in a head of a loop can end it but success: <c>true</c>, a flag, a comparison with
    /// null.</summary>
    private static bool IsOpen(IOperation? condition, Loop loop) => condition?.Unwrapped() switch
    {
        null => loop.Operation is IForLoopOperation,
        { ConstantValue: { HasValue: true, Value: true } } => true,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => IsOpen(operand, loop),
        ILocalReferenceOperation flag => loop.Parts.All(part => !CoreTypes.Same(CounterSteps.Target(part), flag.Local) || part is ISimpleAssignmentOperation { Value.ConstantValue.HasValue: true }),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => IsNull(equals.RightOperand) && equals.LeftOperand.Unwrapped() is ILocalReferenceOperation,
        IIsPatternOperation { Value: var value, Pattern: IConstantPatternOperation { Value: { } constant } } => IsNull(constant) && value.Unwrapped() is ILocalReferenceOperation,
        IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation), Property.Type.SpecialType: SpecialType.System_Boolean } => true,
        _ => false,
    };

    private static HashSet<ISymbol> Counted(Loop loop)
    {
        var counted = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var part in loop.Parts)
        {
            if (part is IIncrementOrDecrementOperation or ICompoundAssignmentOperation && CounterSteps.Target(part) is { } symbol)
                counted.Add(symbol);
        }

        return counted;
    }

    private static bool IsNull(IOperation value) => value.Unwrapped().ConstantValue is { HasValue: true, Value: null };

    private static bool IsToken(IOperation part, Knowledge knowledge) => part switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation => knowledge.Core.IsToken(part.Type) || CoreTypes.Same(part.Type, knowledge.Core.TokenSource),
        IPropertyReferenceOperation property => (knowledge.Core.IsToken(part.Type) || CoreTypes.Same(part.Type, knowledge.Core.TokenSource)) && !knowledge.Tokens.IsNone(property),
        _ => false,
    };

    private static bool IsClock(IOperation part) => part switch
    {
        IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences.IsEmpty: true, ContainingType.Name: var type, Name: var name } } => type switch
        {
            "DateTime" or "DateTimeOffset" => name is "Now" or "UtcNow",
            "Stopwatch" => name.StartsWith("Elapsed", StringComparison.Ordinal),
            "Environment" => name.StartsWith("TickCount", StringComparison.Ordinal),
            _ => false,
        },
        IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: true, ContainingType.Name: "TimeProvider" or "Stopwatch", Name: "GetUtcNow" or "GetTimestamp" or "GetElapsedTime" } } => true,
        _ => false,
    };

    /// <summary>Whether a condition may end the loop: it reads what is counted, or asks something that is not understood.</summary>
    private static bool MayDecide(IOperation condition, IConditionalOperation? choice, HashSet<ISymbol> counted, Knowledge knowledge)
    {
        if (choice is not null && !choice.OwnFrame().Any(part => part is IThrowOperation or IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break } or ISimpleAssignmentOperation))
            return false;

        foreach (var part in condition.OwnFrame())
        {
            if (part.Symbol() is { } symbol && counted.Contains(symbol))
                return true;

            if (part is IIncrementOrDecrementOperation or IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false, ContainingType.TypeKind: not TypeKind.Enum } }
                or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation })
            {
                return true;
            }

            if (part is IInvocationOperation { TargetMethod.IsStatic: false } call && !Telemetry.Is(call.TargetMethod, knowledge))
                return true;
        }

        return false;
    }
}
