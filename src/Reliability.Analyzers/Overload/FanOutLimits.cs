using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Methods;

namespace Reliability.Analyzers.Overload;

/// <summary>Finds the remote call that each task of a fan-out makes, unless something lets only some of them run at
/// once.</summary>
internal sealed class FanOutLimits(Knowledge knowledge)
{
    private readonly INamedTypeSymbol? _limiter = knowledge.Type("System.Threading.RateLimiting.RateLimiter");

    // Send what many callers ask over one connection, and are meant to be asked so.
    private readonly INamedTypeSymbol? _redis = knowledge.Type("StackExchange.Redis.IDatabaseAsync");
    private readonly INamedTypeSymbol? _kafka = knowledge.Type("Confluent.Kafka.IProducer`2");

    /// <summary>The remote call of a lambda or method group, as messages name it; or null: there is none, or it is limited.</summary>
    public string? Call(IOperation function, CancellationToken cancellationToken) => function switch
    {
        IAnonymousFunctionOperation lambda => In(lambda.Body, cancellationToken),
        IMethodReferenceOperation { Method: var method } when knowledge.Apis.Of(method) is { } facts => facts.Has(ApiTraits.Remote) && !IsMultiplexed(method) ? method.ContainingType.Name + "." + method.Name : null,
        IMethodReferenceOperation { Method: var method } when knowledge.Methods.Reach(method, IsLimit, follow: null, cancellationToken) is null =>
            knowledge.Methods.Reach(method, IsRemote, fact => fact.IsAwaited, cancellationToken),
        _ => null,
    };

    /// <summary>The remote call of what a loop adds to a list of tasks, or null: there is none, or the loop waits in between.</summary>
    public string? Call(ILoopOperation loop, IInvocationOperation add, CancellationToken cancellationToken)
    {
        foreach (var part in loop.Body.OwnFrame())
        {
            if (part is IAwaitOperation || part is IPropertyReferenceOperation { Property.Name: "Count" })
                return null;
        }

        return add.Arguments is [{ Value: var task }] ? In(task, cancellationToken) : null;
    }

    private string? In(IOperation code, CancellationToken cancellationToken)
    {
        string? remote = null;
        foreach (var part in code.OwnFrame())
        {
            if (part is not IInvocationOperation call)
                continue;

            if (knowledge.Methods.Reach(call, IsLimit, follow: null, cancellationToken) is not null)
                return null;

            remote ??= knowledge.Methods.Reach(call, IsRemote, follow: null, cancellationToken);
        }

        return remote;
    }

    private bool IsRemote(CallFact call) => call.Api?.Has(ApiTraits.Remote) == true && !IsMultiplexed(call.Target);

    private bool IsMultiplexed(IMethodSymbol method) => Is(method.ContainingType, _redis) || Is(method.ContainingType, _kafka);

    private bool IsLimit(CallFact call) => call.Target.Name switch
    {
        "Wait" or "WaitAsync" => CoreTypes.Same(call.Target.ContainingType, knowledge.Core.SemaphoreSlim),
        "AcquireAsync" or "AttemptAcquire" => call.Target.ContainingType.IsOrDerivesFrom(_limiter),
        _ => false,
    };

    private static bool Is(INamedTypeSymbol type, INamedTypeSymbol? known) =>
        known is not null && (CoreTypes.Same(type.OriginalDefinition, known) || type.AllInterfaces.Any(implemented => CoreTypes.Same(implemented.OriginalDefinition, known)));
}
