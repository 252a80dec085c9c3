using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Methods;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Follows calls that have no token to one that would take it.</summary>
internal static class TokenChain
{
    /// <summary>The call at the end of a chain, which waits for something far away and is given no token though it would take
    /// one; or null. What also writes is a write: whether it may stop half-way is a decision.</summary>
    public static string? Lost(IInvocationOperation call, Knowledge knowledge, CancellationToken cancellationToken) =>
        Reach(call, fact => IsWait(fact.Api) && WouldTakeToken(fact, knowledge), knowledge, cancellationToken) is { } lost
        && Reach(call, fact => fact.Api?.Has(ApiTraits.Write) == true, knowledge, cancellationToken) is null
            ? lost
            : null;

    private static string? Reach(IInvocationOperation call, Func<CallFact, bool> found, Knowledge knowledge, CancellationToken cancellationToken) => knowledge.Methods.Reach(
        call.TargetMethod,
        fact => fact is { IsAwaited: true, PassesToken: false } && found(fact),
        fact => fact.IsAwaited && !TokenCarriers.HasToken(fact.Target, knowledge),
        cancellationToken);

    private static bool IsWait(ApiFacts? api) => api is not null && !api.Has(ApiTraits.Write) && api.Has(ApiTraits.Remote);

    private static bool WouldTakeToken(CallFact fact, Knowledge knowledge) => fact.OmitsToken || TokenCarriers.HasOverload(fact.Target, knowledge);
}
