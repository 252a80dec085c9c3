using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>Tells the systems that have no part in a database transaction from the database itself.</summary>
internal sealed class OtherSystems(Knowledge knowledge)
{
    private readonly INamedTypeSymbol?[] _database =
        [knowledge.Type("System.Data.IDbCommand"), knowledge.Type("System.Data.IDbConnection"), knowledge.Type("System.Data.IDbTransaction")];

    /// <summary>Whether a method speaks to a database of the kind that has the transaction.</summary>
    public bool IsDatabase(IMethodSymbol method)
    {
        if (IsIn(method, "Microsoft.EntityFrameworkCore") || IsIn(method, "Dapper"))
            return true;

        foreach (var known in _database)
        {
            if (known is not null && (CoreTypes.Same(method.ContainingType, known) || method.ContainingType.AllInterfaces.Contains(known, SymbolEqualityComparer.Default)))
                return true;
        }

        return false;
    }

    /// <summary>Whether a method asks a system that answers in its own time: HTTP, gRPC, storage, mail.</summary>
    public bool IsSlow(IMethodSymbol method) => !IsDatabase(method) && !IsOutbox(method) && !IsBrokerOrCache(method);

    /// <summary>Whether a method asks a broker or a cache. They answer in a millisecond on a good day, and an outbox sends from
    /// inside of its transaction on purpose.</summary>
    public static bool IsBrokerOrCache(IMethodSymbol method) =>
        IsIn(method, "RabbitMQ.Client") || IsIn(method, "Confluent.Kafka") || IsIn(method, "Azure.Messaging") || IsIn(method, "Amazon.SQS") || IsIn(method, "StackExchange.Redis");

    /// <summary>A bus with an outbox writes the message into the transaction instead of sending it.</summary>
    private static bool IsOutbox(IMethodSymbol method) => IsIn(method, "MassTransit");

    private static bool IsIn(IMethodSymbol method, string space)
    {
        var name = method.ContainingNamespace?.ToDisplayString() ?? "";
        return name.StartsWith(space, StringComparison.Ordinal) && (name.Length == space.Length || name[space.Length] == '.');
    }
}
