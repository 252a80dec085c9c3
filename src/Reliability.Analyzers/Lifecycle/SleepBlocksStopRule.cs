using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0905: a worker loop that puts its thread to sleep, which no token can wake.</summary>
/// <remarks>
/// Reports <c>Thread.Sleep</c> and <c>Task.Delay(…).Wait()</c> without a token in the own frame of a loop that works until it
/// is stopped, where a token is a parameter, or a field or property of the type. Silent where the sleep is known to be shorter than
/// <c>reliability.REL0905.min_milliseconds</c>, and without a token: nobody is asked to change a signature. An awaited delay is
/// REL0408's.
/// </remarks>
internal sealed class SleepBlocksStopRule() : Rule(
    "REL0905", "Loop sleep blocks stop", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "A stop waits until this sleep{0} is over, and its thread with it: '{1}' is at hand and cannot wake it",
    "A sleeping thread cannot be told to stop: a shutdown waits for the rest of the interval, or kills the process in the middle.")
{
    private const int DefaultMinimum = 1000;

    public override void Start(RuleStart start)
    {
        if (start.Type("System.Threading.Thread") is not { } thread || start.Knowledge.Core.CancellationToken is null)
            return;

        start.OnCall((site, call) => Check(site, call, call, thread), "Sleep");
        start.OnCall(CheckWait, "Wait", "GetResult");
    }

    /// <summary><c>Task.Delay(…).Wait()</c>, <c>Task.Delay(…).GetAwaiter().GetResult()</c>.</summary>
    private static void CheckWait(Site site, IInvocationOperation wait)
    {
        var waited = wait.Instance?.Unwrapped();
        if (waited is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task })
            waited = task.Unwrapped();

        if (waited is IInvocationOperation { TargetMethod.Name: "Delay", Arguments.Length: 1 } delay && wait.Arguments.Length == 0)
            Check(site, wait, delay, site.Knowledge.Core.Task);
    }

    private static void Check(Site site, IInvocationOperation wait, IInvocationOperation sleep, INamedTypeSymbol? type)
    {
        if (!CoreTypes.Same(sleep.TargetMethod.ContainingType, type) || sleep.Arguments is not [{ Value: { } argument }]
            || wait.Enclosing<ILoopOperation>() is not { } operation || !new Loop(operation, site.Knowledge).IsWorker)
        {
            return;
        }

        var time = Durations.Of(argument, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(argument);
        if (time is { } known && known != Timeout.InfiniteTimeSpan && known.TotalMilliseconds < site.Option("min_milliseconds", DefaultMinimum))
            return;

        var token = site.Knowledge.Tokens.InScope(wait, site.Member) ?? site.Knowledge.Tokens.InType(site.Member);
        if (token is null)
            return;

        var isStatement = wait.Parent is IExpressionStatementOperation;
        site.Report(
            wait.Syntax,
            isStatement ? DiagnosticProperties.With(CanAwait(wait, site.Member) ? "Await" : "Wait", token) : DiagnosticProperties.None,
            time is { } length ? " of " + Durations.Text(length) : "",
            token);
    }

    private static bool CanAwait(IOperation place, ISymbol member)
    {
        var function = place.Function() switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            ILocalFunctionOperation local => local.Symbol,
            _ => member as IMethodSymbol,
        };
        return function?.IsAsync == true && place.Enclosing<ILockOperation>() is null;
    }
}
