using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Concurrency;

/// <summary>REL1006: a database transaction that stays open while a system other than the database answers.</summary>
/// <remarks>
/// Reports the first such call between the begin of a transaction and its commit in the same function, directly or in what is
/// called there. A warning for HTTP, gRPC, storage and mail; a suggestion for brokers and caches. Silent for calls to databases of the
/// kind that has the transaction, for MassTransit, whose outbox writes into the transaction, in handlers, after a rollback, for
/// tasks that are only started, for scopes that suppress the transaction, and for scopes in which no database call came before.
/// </remarks>
internal sealed class RemoteCallInTransactionRule() : Rule(
    "REL1006", "Remote call inside a transaction", Categories.Concurrency, DiagnosticSeverity.Warning,
    "The transaction stays open, with its locks and its connection, while '{0}' is waited for{1}",
    "Rows stay locked and a connection of the pool stays taken until the other system answers; and a rollback does not undo what it did.")
{
    private const int Suppress = 2;

    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        var others = new OtherSystems(start.Knowledge);
        start.OnCall(ApiTraits.BeginsTransaction, (site, _, _) => Check(site, others, isAmbient: false));
        if (start.Type("System.Transactions.TransactionScope") is { } scope)
        {
            start.On(OperationKind.ObjectCreation, site =>
            {
                if (CoreTypes.Same(site.Operation.Type, scope) && !IsSuppressed((IObjectCreationOperation)site.Operation))
                    Check(site, others, isAmbient: true);
            });
        }
    }

    private static bool IsSuppressed(IObjectCreationOperation scope) =>
        scope.Argument("scopeOption")?.ConstantValue is { HasValue: true, Value: Suppress };

    private static void Check(Site site, OtherSystems others, bool isAmbient)
    {
        if (OpenTransaction.Of(site.Operation) is not { } transaction)
            return;

        var isTaken = !isAmbient;
        foreach (var call in transaction.Calls())
        {
            if (!isTaken)
            {
                isTaken = RemoteCall.At(call, site.Knowledge, others.IsDatabase, site.Cancelled) is not null;
                continue;
            }

            var slow = RemoteCall.At(call, site.Knowledge, others.IsSlow, site.Cancelled);
            if ((slow ?? RemoteCall.At(call, site.Knowledge, OtherSystems.IsBrokerOrCache, site.Cancelled)) is not { } remote)
                continue;

            var severity = slow is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
            site.Report(call.Syntax.GetLocation(), severity, DiagnosticProperties.None, remote.Name, remote.Limit);
            return;
        }
    }
}
