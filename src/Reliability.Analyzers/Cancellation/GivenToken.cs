using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>An awaited call that was given a token which somebody else cancels: a parameter, what a parameter carries, or what
/// the object keeps. A token that the function made itself may be one of a timeout.</summary>
/// <param name="Token">The token as the code names it.</param>
/// <param name="Call">The call as messages name it.</param>
internal sealed record GivenToken(string Token, string Call)
{
    /// <summary>The first in a <c>try</c> whose cancellation reaches the clauses, or null.</summary>
    public static GivenToken? FirstIn(ITryOperation block, Knowledge knowledge)
    {
        foreach (var part in block.Body.OwnFrame())
        {
            if (part is IInvocationOperation call
                && Of(call, knowledge) is { } token
                && call.IsWaitedFor()
                && !knowledge.Catches.IsTakenBetween(call, block, knowledge.Core.TaskCanceled))
            {
                return new(token.Syntax.ToString(), call.Name());
            }
        }

        return null;
    }

    /// <summary>The token that a call is given, or null.</summary>
    public static IOperation? Of(IInvocationOperation call, Knowledge knowledge)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue
                && knowledge.Core.IsToken(argument.Parameter?.Type)
                && argument.Value.Unwrapped() is var value
                && IsOthers(value))
            {
                return value;
            }
        }

        return null;
    }

    private static bool IsOthers(IOperation value) => value switch
    {
        IParameterReferenceOperation => true,
        IFieldReferenceOperation { Field.IsStatic: false } => true,
        IPropertyReferenceOperation { Property.IsStatic: false, Instance: { } owner } =>
            owner.Unwrapped() is IInstanceReferenceOperation || IsOthers(owner.Unwrapped()),
        _ => false,
    };
}
