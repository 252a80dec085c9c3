using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>REL1002: a <c>finally</c> that gives a permit back although the wait for it was cancelled or timed out.</summary>
/// <remarks>
/// Reports <c>Wait</c> and <c>WaitAsync</c> of a <c>SemaphoreSlim</c> that take a token or a time, inside of a <c>try</c> whose
/// <c>finally</c> always releases the same semaphore; and waits with a time right before such a <c>try</c> whose result nobody
/// reads. Silent where the wait cannot end without a permit, where the <c>finally</c> asks before it releases or releases several,
/// where the function takes a permit before the <c>try</c> as well or gives one back inside of it, and where a loop repeats the
/// wait until it has one.
/// </remarks>
internal sealed class ReleasesPermitNeverAcquiredRule() : Rule(
    "REL1002", "Releases a permit never acquired", Categories.Concurrency, DiagnosticSeverity.Warning,
    "If this wait {0}, 'finally' gives back a permit that was never taken: from then on one caller too many gets in, or 'SemaphoreFullException' hides why",
    "A semaphore that is released more often than it was taken no longer protects what it was made for.")
{
    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core.SemaphoreSlim is null)
            return;

        var permits = new Permits(start.Knowledge);
        start.OnCall((site, call) => Check(site, call, permits), "Wait", "WaitAsync");
    }

    private static void Check(Site site, IInvocationOperation wait, Permits permits)
    {
        if (wait.Arguments.IsEmpty || wait.Instance is null || !permits.IsOfSemaphore(wait))
            return;

        var isCancellable = permits.MayBeCancelled(wait);
        var isTimed = permits.MayTimeOut(wait, site.Cancelled);
        if (!isCancellable && !isTimed)
            return;

        if (Releasing(wait, permits) is { } around)
        {
            if (Counts(wait, around, permits) && (isCancellable || !IsRepeated(wait, around)))
                site.Report(wait.Syntax, isTimed ? DiagnosticProperties.None : Fix(wait, around), isCancellable ? "is cancelled" : "times out");
        }
        else if (isTimed && Next(wait) is { } next && permits.AlwaysReleases(next, wait.Instance) && Counts(wait, next, permits))
        {
            site.Report(wait.Syntax, "times out");
        }
    }

    /// <summary>The <c>try</c> around a wait whose <c>finally</c> releases.</summary>
    private static ITryOperation? Releasing(IInvocationOperation wait, Permits permits)
    {
        for (var block = wait.Enclosing<ITryOperation>(); block is not null; block = block.Enclosing<ITryOperation>())
        {
            if (wait.IsWithin(block.Body) && permits.AlwaysReleases(block, wait.Instance))
                return block;
        }

        return null;
    }

    /// <summary>Whether the <c>finally</c> is the counterpart of this wait and of no other.</summary>
    private static bool Counts(IInvocationOperation wait, ITryOperation block, Permits permits)
    {
        foreach (var part in Frame(block).OwnFrame())
        {
            if (part == wait || part is not IInvocationOperation other)
                continue;

            var isInside = other.IsWithin(block.Body);
            if (isInside ? permits.IsRelease(other, wait.Instance) : permits.IsWait(other) && Places.Same(other.Instance, wait.Instance) && other.Syntax.SpanStart < block.Syntax.SpanStart)
                return false;
        }

        return true;
    }

    private static IOperation Frame(IOperation place) => place.Function() ?? place.Root();

    /// <summary><c>while (!await s.WaitAsync(time)) …</c> goes on only with a permit.</summary>
    private static bool IsRepeated(IInvocationOperation wait, ITryOperation block) =>
        wait.Enclosing<ILoopOperation>() is { } loop && loop.IsWithin(block.Body);

    /// <summary>The <c>try</c> right after a statement that consists of a wait.</summary>
    private static ITryOperation? Next(IInvocationOperation wait)
    {
        IOperation value = wait.Await() ?? (IOperation)wait;
        if (value.Parent is not IExpressionStatementOperation { Parent: IBlockOperation block } statement)
            return null;

        var at = block.Operations.IndexOf(statement);
        return at + 1 < block.Operations.Length ? block.Operations[at + 1] as ITryOperation : null;
    }

    private static ImmutableDictionary<string, string?> Fix(IInvocationOperation wait, ITryOperation block)
    {
        IOperation value = wait.Await() ?? (IOperation)wait;
        return block is { Catches.IsEmpty: true, Body.Operations: [var first, ..], Syntax.Parent: BlockSyntax } && value.Parent == first && first is IExpressionStatementOperation
            ? DiagnosticProperties.With("MoveWait")
            : DiagnosticProperties.None;
    }
}
