using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Errors;

/// <summary>REL0604: an entry point takes the failure of its work, logs it at most, and ends as it does when all went well, so
/// that whoever waits believes that it did.</summary>
/// <remarks>
/// Reports gRPC methods that answer with a blank reply, consumers of brokers that give a message back when it fails, hub methods
/// that end normally, actions and endpoints that answer Ok, and jobs that do not even log. Silent where the handler does anything
/// but log, where the outcome is told otherwise, where other writes of the entry point stand outside of the
/// <c>try</c>, in loops, and where the body returns by itself on success while the code behind fails.
/// </remarks>
internal sealed class FailureReportedAsSuccessRule() : Rule(
    "REL0604", "Failure reported as success", Categories.Errors, DiagnosticSeverity.Warning,
    "When {0} fails, {1}",
    "Whoever waits can only try again, compensate or warn if it is told that the work failed.")
{
    /// <summary>What the fix does.</summary>
    public const string Rethrow = "Rethrow";

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is { Exception: not null, OperationCanceled: not null })
            start.On(OperationKind.CatchClause, Check);
    }

    private static void Check(Site site)
    {
        if (site.Member is not IMethodSymbol method
            || Ends.Who(site.Operation, method, site.Knowledge) is not (not Waiting.Nobody and var waiting)
            || Swallowed.Of(site) is not { Loop: null } failure
            || !EndsWell(site, failure, waiting))
        {
            return;
        }

        var traits = waiting is Waiting.GrpcClient or Waiting.Broker ? ApiTraits.Remote | ApiTraits.Write : ApiTraits.Write;
        if (failure.Failing(traits, isBestEffort: false) is not { } step || !failure.IsMainWork())
            return;

        site.Report(
            failure.Place,
            DiagnosticSeverity.Warning,
            failure.IsSilent ? DiagnosticProperties.None : DiagnosticProperties.With(Rethrow),
            step.Name,
            waiting switch
            {
                Waiting.GrpcClient => "the client is told OK and gets a blank reply",
                Waiting.Broker => "the broker is told that the message is handled, and it is lost",
                Waiting.HubClient => "the client is told that its call succeeded",
                Waiting.Scheduler => "the scheduler is told that the job succeeded, and nobody else is told anything",
                _ => "the client is told that all went well",
            });
    }

    private static bool EndsWell(Site site, Swallowed failure, Waiting waiting)
    {
        var handler = failure.Clause.Handler;
        IReturnOperation? end;
        bool isShared;
        if (Catches.EndIsReachable(handler))
        {
            if (failure.IsNoticed() || !Behind(failure.Try, site.Knowledge, out end))
                return false;

            isShared = true;
        }
        else
        {
            end = handler.Operations.OfType<IReturnOperation>().LastOrDefault();
            if (end is null)
                return false;

            isShared = false;
        }

        var value = end?.ReturnedValue;
        return waiting switch
        {
            Waiting.GrpcClient => Ends.IsBlank(value) && (isShared || Ends.SaysNothing(value) || failure.Try.Body.OwnFrame().Any(part => part is IReturnOperation { ReturnedValue: { } success } && Ends.IsBlank(success))),
            Waiting.Scheduler => failure.IsSilent && Ends.IsNothing(value),
            Waiting.HttpClient => Ends.IsHttpSuccess(value),
            _ => Ends.IsNothing(value),
        };
    }

    /// <summary>What the function returns behind its <c>try</c>, if nothing but logging stands between.</summary>
    private static bool Behind(ITryOperation attempt, Knowledge knowledge, out IReturnOperation? end)
    {
        end = null;
        if (attempt.Parent is not IBlockOperation { Parent: IMethodBodyOperation or IAnonymousFunctionOperation } body)
            return false;

        for (var i = body.Operations.IndexOf(attempt) + 1; i < body.Operations.Length; i++)
        {
            if (body.Operations[i] is IReturnOperation last)
            {
                end = last;
                return true;
            }

            if (!TellingHandlers.OnlyTells(body.Operations[i], knowledge))
                return false;
        }

        return true;
    }
}
