using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Reads how the loop of an iterator ends.</summary>
internal static class QuietEnd
{
    /// <summary>The question for the token that ends the loop in its head, alone or as one of several conditions; or null.</summary>
    public static IPropertyReferenceOperation? InHead(IOperation condition, Knowledge knowledge) => condition.Unwrapped() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } =>
            operand.Unwrapped() is IPropertyReferenceOperation asked && knowledge.Tokens.IsAsked(asked) ? asked : null,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and => InHead(and.LeftOperand, knowledge) ?? InHead(and.RightOperand, knowledge),
        _ => null,
    };

    /// <summary>The parameter whose cancellation a question is for, or null: a token of the iterator's own is no business of
    /// the consumer.</summary>
    public static string? Token(IPropertyReferenceOperation question, Knowledge knowledge) =>
        knowledge.Tokens.IsAsked(question) && question.Instance?.Unwrapped() is IParameterReferenceOperation { Parameter: var parameter } && knowledge.Core.IsToken(parameter.Type)
            ? parameter.Name
            : null;

    /// <summary>Whether a statement only leaves the loop or the iterator.</summary>
    public static bool Leaves(IOperation statement, Loop loop) => statement switch
    {
        IBlockOperation { Operations: [var only] } => Leaves(only, loop),
        IBranchOperation { BranchKind: BranchKind.Break, Target: var target } => CoreTypes.Same(target, loop.Operation.ExitLabel),
        _ => statement.Kind == OperationKind.YieldBreak,
    };

    /// <summary>Whether something but the token ends the loop: its items, another condition, or a statement.</summary>
    public static bool HasAnotherEnd(Loop loop, IOperation quiet) =>
        loop.Operation is IForEachLoopOperation
        || (loop.Condition is { ConstantValue.HasValue: false } condition && condition.Unwrapped() is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } })
        || loop.Parts.Any(part => Leaves(part, loop) && !part.IsWithin(quiet));

    /// <summary>Whether the function throws for the token somewhere, or asks it once more behind the loop.</summary>
    public static bool IsLoud(IOperation function, Loop loop, IOperation quiet, Knowledge knowledge) => function.OwnFrame().Any(part => part switch
    {
        IThrowOperation { Exception: { } thrown } => thrown.Unwrapped().Type.IsOrDerivesFrom(knowledge.Core.OperationCanceled),
        IInvocationOperation => knowledge.Tokens.IsAsked(part),
        IPropertyReferenceOperation => part != quiet && part.Syntax.SpanStart > loop.Operation.Syntax.Span.End && knowledge.Tokens.IsAsked(part),
        _ => false,
    });
}
