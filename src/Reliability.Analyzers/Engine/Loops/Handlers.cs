using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Methods;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>Reads what the handler of a loop does about a failure: only notes it, waits, or something that nobody here
/// understands, which is reason to be silent.</summary>
internal static class Handlers
{
    private static readonly string[] s_failures =
    [
        "System.IO.IOException", "System.TimeoutException", "System.Net.Sockets.SocketException", "System.Net.Http.HttpRequestException",
        "System.Net.WebException", "System.Net.WebSockets.WebSocketException", "System.Data.Common.DbException", "System.Net.Mail.SmtpException",
        "Grpc.Core.RpcException", "StackExchange.Redis.RedisException", "RabbitMQ.Client.Exceptions.RabbitMQClientException",
        "Confluent.Kafka.KafkaException", "MongoDB.Driver.MongoException", "Azure.RequestFailedException", "Amazon.Runtime.AmazonServiceException",
        "Microsoft.Azure.Cosmos.CosmosException",
    ];

    /// <summary>Whether a clause takes the failures of something that is down: all exceptions, or those of a known client. Its
    /// filter may leave cancellations out, or ask a token or a counter, but not look into the exception.</summary>
    public static bool TakesOutage(ICatchClauseOperation clause, Knowledge knowledge)
    {
        if (clause.Filter is { } filter && LooksInto(filter, clause, knowledge))
            return false;

        if (knowledge.Catches.IsGeneral(clause))
            return true;

        foreach (var name in s_failures)
        {
            if (clause.ExceptionType.IsOrDerivesFrom(knowledge.Type(name)))
                return true;
        }

        return false;
    }

    /// <summary>Whether a handler only takes note: logs, counts, tidies up, waits. Anything else might repair what failed, stop
    /// the loop or wait in a way not known here.</summary>
    public static bool OnlyTakesNote(IOperation handler, Knowledge knowledge, CancellationToken cancellationToken)
    {
        foreach (var part in handler.OwnFrame())
        {
            if (part is IInvocationOperation call
                && !Telemetry.Is(call.TargetMethod, knowledge)
                && !knowledge.Apis.Has(call.TargetMethod, ApiTraits.Paces)
                && !IsHarmless(call.TargetMethod)
                && !(knowledge.Methods.Targets(call.TargetMethod).Any()
                    && knowledge.Methods.Reach(call, fact => IsForeign(fact, knowledge), null, cancellationToken, hops: 2) is null
                    && !Throws(call.TargetMethod, knowledge, cancellationToken)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsForeign(CallFact fact, Knowledge knowledge) =>
        !Telemetry.Is(fact.Target, knowledge) && !IsHarmless(fact.Target) && fact.Api?.Has(ApiTraits.Paces) != true && !knowledge.Methods.Targets(fact.Target).Any();

    private static bool Throws(IMethodSymbol method, Knowledge knowledge, CancellationToken cancellationToken)
    {
        foreach (var target in knowledge.Methods.Targets(method))
        {
            if (knowledge.Methods.Of(target, cancellationToken)?.Throws == true)
                return true;
        }

        return false;
    }

    /// <summary>The base library but for what stops things: text, collections, mathematics, disposal.</summary>
    private static bool IsHarmless(IMethodSymbol method) =>
        method.ContainingNamespace is { } space && method.DeclaringSyntaxReferences.IsEmpty
        && (method.Name is "Dispose" or "DisposeAsync" or "Close" or "ConfigureAwait"
            || space.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Text" or "System.Linq"
            || (space is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } && method.ContainingType?.Name is not ("Environment" or "Action" or "Func"))
            || method.ContainingType is { Name: "Interlocked" or "Volatile" });

    private static bool LooksInto(IOperation filter, ICatchClauseOperation clause, Knowledge knowledge)
    {
        if (knowledge.Core.OperationCanceled is { } cancelled && Catches.Excludes(filter, cancelled) && !filter.OwnFrame().Any(part => part is IInvocationOperation or IPropertyReferenceOperation))
            return false;

        foreach (var part in filter.OwnFrame())
        {
            if (part is ILocalReferenceOperation local && clause.Locals.Contains(local.Local, SymbolEqualityComparer.Default))
                return true;

            if (part is IInvocationOperation)
                return true;
        }

        return false;
    }
}
