using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine.Methods;

/// <summary>A call in the frame of a method.</summary>
/// <param name="Target">What is called.</param>
/// <param name="Api">What the API table knows of it, or null.</param>
/// <param name="IsAwaited">Whether its failures come back to the method or its caller: it is waited for, returned, or not a
/// task at all.</param>
/// <param name="IsGuarded">Whether a clause of the method takes every failure of it.</param>
/// <param name="PassesToken">Whether it is given a token that can be cancelled.</param>
internal sealed record CallFact(IMethodSymbol Target, ApiFacts? Api, bool IsAwaited, bool IsGuarded, bool PassesToken)
{
    /// <summary>Whether it has a token as an optional parameter that is left out; who writes <c>None</c> has decided.</summary>
    public bool OmitsToken { get; init; }

    /// <summary>Whether a timeout of it is reported as a cancellation.</summary>
    public bool TimesOutAsCancellation { get; init; }

    /// <summary>Whether a clause of the method takes such a timeout.</summary>
    public bool IsTimeoutTaken { get; init; }
}

/// <summary>What the code of one method says of it, without following its calls.</summary>
/// <param name="Calls">The calls, in the order of the source.</param>
/// <param name="AsksToken">Whether it asks a token if it is cancelled.</param>
/// <param name="Throws">Whether it throws by itself, outside of any handler.</param>
/// <param name="HasLoop">Whether it has a loop.</param>
internal sealed record MethodFacts(ImmutableArray<CallFact> Calls, bool AsksToken, bool Throws, bool HasLoop)
{
    public static MethodFacts Read(IOperation body, Knowledge knowledge)
    {
        var calls = ImmutableArray.CreateBuilder<CallFact>();
        bool asksToken = false, throws = false, hasLoop = false;
        foreach (var operation in body.OwnFrame())
        {
            asksToken |= knowledge.Tokens.IsAsked(operation);
            hasLoop |= operation is ILoopOperation;
            throws |= operation is IThrowOperation && !knowledge.Catches.IsTakenBetween(operation, body, knowledge.Core.Exception);
            if (operation is IInvocationOperation call)
            {
                // A task that is only returned fails when the handlers here are over.
                var isOver = !knowledge.Core.IsTask(call.Type) || call.IsWaitedFor();
                var api = knowledge.Apis.Of(call.TargetMethod);
                calls.Add(new(
                    call.TargetMethod,
                    api,
                    isOver || call.IsWaitedForOrReturned(),
                    isOver && knowledge.Catches.IsTakenBetween(call, body, knowledge.Core.Exception),
                    knowledge.Tokens.IsPassedTo(call))
                {
                    OmitsToken = knowledge.Tokens.IsOmittedFrom(call),
                    TimesOutAsCancellation = api?.Has(ApiTraits.TimesOutAsCancellation) == true || knowledge.Tokens.IsTimed(call, body),
                    IsTimeoutTaken = isOver && Catches.IsTakenBetween(call, body, knowledge.Catches.MayTakeTimeout),
                });
            }
        }

        return new(calls.ToImmutable(), asksToken, throws, hasLoop);
    }
}
