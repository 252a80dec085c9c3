using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Methods;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>Finds out whether the way from a failure to the next attempt takes time. Whatever is awaited and not known may take
/// time, so what is called hot really is.</summary>
internal static class Pacing
{
    private const int Hops = 3;

    /// <summary>Whether anything in a piece of code may take time.</summary>
    public static bool IsIn(IOperation? root, Knowledge knowledge, CancellationToken cancellationToken) =>
        root is not null && root.OwnFrame().Any(part => May(part, knowledge, cancellationToken));

    /// <summary>Whether an operation takes time, or may, because it waits for something that is not known.</summary>
    public static bool May(IOperation part, Knowledge knowledge, CancellationToken cancellationToken) => part switch
    {
        IInvocationOperation call when knowledge.Apis.Of(call.TargetMethod) is { } facts => facts.Has(ApiTraits.Paces | ApiTraits.RetriesDelegate),
        IInvocationOperation call => knowledge.Methods.Reach(call, fact => May(fact, knowledge), fact => fact.IsAwaited && fact.Api is null, cancellationToken, Hops) is not null,
        IAwaitOperation await => await.Awaited() is not IInvocationOperation,
        IForEachLoopOperation { IsAsynchronous: true } => true,
        _ => false,
    };

    /// <summary>The call that fails first when the other side is down: nothing before it in the round takes time, and it does not
    /// wait by itself before it fails. Null: there is none, or something paces the loop.</summary>
    public static (IInvocationOperation Call, string Name)? FailsAtOnce(Loop loop, ITryOperation attempt, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (IsIn(loop.Condition, knowledge, cancellationToken) || loop.Operation is IForLoopOperation { AtLoopBottom: var bottom } && bottom.Any(part => IsIn(part, knowledge, cancellationToken)))
            return null;

        foreach (var part in loop.Parts)
        {
            if (part.Syntax.SpanStart >= attempt.Syntax.Span.End)
                continue;

            if (part is IInvocationOperation call && call.IsWithin(attempt.Body)
                && knowledge.Methods.Reach(call, fact => !fact.IsGuarded && fact.Api?.Has(ApiTraits.Remote | ApiTraits.Write) == true && !IsPatient(fact.Api), fact => fact.IsAwaited && !fact.IsGuarded, cancellationToken) is { } name)
            {
                return May(call, knowledge, cancellationToken) || call.Arguments.Any(argument => IsIn(argument, knowledge, cancellationToken)) ? null : (call, name);
            }

            if (May(part, knowledge, cancellationToken) || part is IInvocationOperation other && knowledge.Apis.Of(other.TargetMethod) is { } facts && IsPatient(facts))
                return null;
        }

        return null;
    }

    /// <summary>Whether the way from a handler to the next round takes time.</summary>
    public static bool IsBehind(ICatchClauseOperation clause, Loop loop, ITryOperation attempt, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (IsIn(clause, knowledge, cancellationToken) || IsIn(attempt.Finally, knowledge, cancellationToken))
            return true;

        if (!Catches.EndIsReachable(clause.Handler))
            return false;

        return loop.Parts.Any(part => part.Syntax.SpanStart >= attempt.Syntax.Span.End && May(part, knowledge, cancellationToken));
    }

    private static bool May(CallFact fact, Knowledge knowledge)
    {
        if (fact.Api is { } facts)
            return facts.Has(ApiTraits.Paces | ApiTraits.RetriesDelegate);

        var target = fact.Target;
        if (knowledge.Methods.Targets(target).Any())
            return false;

        if (Telemetry.Is(target, knowledge) || target.Name is "ConfigureAwait" || (target.IsStatic && target.Name is "FromResult" or "FromException" or "FromCanceled"))
            return false;

        return knowledge.Core.IsTask(target.ReturnType)
            || target.MethodKind == MethodKind.DelegateInvoke
            || (target.DeclaringSyntaxReferences.IsEmpty ? target.Name is "Sleep" or "Wait" or "WaitOne" or "Delay" or "Pause" or "BackOff" or "Backoff" : target.ReturnsVoid);
    }

    /// <summary>Whether a call waits by itself before it fails: it tries again on its own, or for the connection to come
    /// back.</summary>
    private static bool IsPatient(ApiFacts? facts) => facts is { Attempts: > 1 } || facts?.Has(ApiTraits.Patient) == true;
}
