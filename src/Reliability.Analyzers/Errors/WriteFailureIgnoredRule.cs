using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Errors;

/// <summary>REL0601: a handler for all failures that does nothing, or logs at most, where what was tried is a write.</summary>
/// <remarks>
/// A warning where nobody at all is told, the write leaves the process and is what the method is for; else a suggestion. Silent
/// where the code behind learns of it (the body returns, what it sets is asked), in loops that try again, in cleanup
/// (<c>finally</c>, handlers, <c>Dispose</c>, <c>StopAsync</c>), at entry points (REL0604 speaks there), in functions whose failure
/// nobody could take (lambdas and event handlers that log), and where a log is enough: cache entries, notifications, local
/// files. Which writes those are is in the API table (<c>best-effort</c>).
/// </remarks>
internal sealed class WriteFailureIgnoredRule() : Rule(
    "REL0601", "State-changing failure ignored", Categories.Errors, DiagnosticSeverity.Info,
    "When {0} fails, {1} and the caller goes on as if it had succeeded",
    "Most catastrophic failures of distributed systems began with an error that was signalled and ignored.")
{
    /// <inheritdoc />
    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is { Exception: not null, OperationCanceled: not null })
            start.On(OperationKind.CatchClause, Check);
    }

    private static void Check(Site site)
    {
        if (site.Member is not IMethodSymbol method || Swallowed.Of(site) is not { } failure || IsElsewhere(site, method, failure) || failure.IsNoticed())
            return;

        var step = failure.Failing(ApiTraits.Write, isBestEffort: false);
        var isLasting = step is not null;
        step ??= failure.IsSilent ? failure.Failing(ApiTraits.Write, isBestEffort: true) : null;
        if (step is null)
            return;

        var isMain = failure.IsMainWork();
        if (!isMain && (!failure.IsSilent || !isLasting))
            return;

        site.Report(
            failure.Place,
            failure.IsSilent && isLasting && isMain && failure.Loop is null && step.Has(ApiTraits.Remote) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            failure.IsSilent ? DiagnosticProperties.None : DiagnosticProperties.With(FailureReportedAsSuccessRule.Rethrow),
            step.Name,
            failure.IsSilent ? "nobody learns of it" : "a line in the log is all that remains");
    }

    /// <summary>Whether the place is one in which failures are meant to end, or which another rule judges.</summary>
    private static bool IsElsewhere(Site site, IMethodSymbol method, Swallowed failure)
    {
        // A value that the handler returns may well be the message of the failure; a loop that ends is a worker, and not a write.
        if (failure.Try.Body.OwnFrame().Any(part => part is IWhileLoopOperation or IForEachLoopOperation { IsAsynchronous: true })
            || failure.Clause.Handler.OwnFrame().Any(part => part is IReturnOperation { ReturnedValue: { } value } && !Ends.IsNothing(value))
            || site.Knowledge.EntryPoints.IsShutdown(method)
            || method.MethodKind is MethodKind.Destructor
            || Ends.IsEntry(site.Operation, method, site.Knowledge))
        {
            return true;
        }

        // What is tried again, or round after round, is not lost yet.
        if (failure.Loop is { } loop)
            return !failure.IsSilent || loop is not IForEachLoopOperation { IsAsynchronous: false };

        var function = failure.Clause.Function();
        var symbol = function switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            ILocalFunctionOperation local => local.Symbol,
            _ => method,
        };
        return !failure.IsSilent && (function is IAnonymousFunctionOperation || (symbol.IsAsync && symbol.ReturnsVoid) || IsMain(method));
    }

    private static bool IsMain(IMethodSymbol method) => method is { IsStatic: true, Name: "Main" or "<Main>$" };
}
