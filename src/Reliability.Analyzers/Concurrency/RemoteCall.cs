using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Concurrency;

/// <summary>A call of another system that code waits for at a place: there, or in what is called there.</summary>
/// <param name="Name">What is called, as messages name it.</param>
/// <param name="Timeout">How long it takes at most, if that is known.</param>
internal sealed record RemoteCall(string Name, TimeSpan? Timeout)
{
    /// <summary>How long others wait, as messages end: <c>, up to 100 s</c>.</summary>
    public string Limit => Timeout is { } time && time != System.Threading.Timeout.InfiniteTimeSpan ? ", up to " + Durations.Text(time) : "";

    /// <summary>The remote call that is waited for at a call, or null: there is none, or it is only started there.</summary>
    public static RemoteCall? At(IInvocationOperation call, Knowledge knowledge, Func<IMethodSymbol, bool> isMeant, CancellationToken cancellationToken)
    {
        if (IsDeferred(call.TargetMethod.ReturnType, knowledge) && !call.IsWaitedFor())
            return null;

        if (knowledge.Apis.Of(call.TargetMethod) is { } facts && facts.Has(ApiTraits.Remote))
            return isMeant(call.TargetMethod) ? new(call.Name(), facts.Timeout) : null;

        var name = knowledge.Methods.Reach(
            call.TargetMethod,
            fact => fact.IsAwaited && fact.Api?.Has(ApiTraits.Remote) == true && isMeant(fact.Target),
            fact => fact.IsAwaited,
            cancellationToken);
        return name is null ? null : new(name, null);
    }

    /// <summary>Whether what a call gives is done later: a task, a gRPC call, a stream.</summary>
    private static bool IsDeferred(ITypeSymbol type, Knowledge knowledge) =>
        knowledge.Core.IsTask(type)
        || type is INamedTypeSymbol { Name: "IAsyncEnumerable", Arity: 1 }
        || type.ContainingNamespace is { Name: "Core", ContainingNamespace.Name: "Grpc" };
}
