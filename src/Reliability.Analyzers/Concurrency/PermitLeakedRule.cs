using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>REL1003: a permit of a semaphore that is taken and, on some way out of the function, not given back.</summary>
/// <remarks>
/// Reports <c>Wait</c> and <c>WaitAsync</c> of a <c>SemaphoreSlim</c> in a function that releases it on some ways out and not on
/// others: by a <c>return</c> or <c>throw</c> between the wait and the <c>try</c>, or because what is awaited there, another system
/// or a delegate fails. Silent where the permit may be given back by other code: in a lambda, another member, an object that is given
/// the semaphore; where a variable remembers whether it was taken; and for waits with a time, which may end without one.
/// </remarks>
internal sealed class PermitLeakedRule() : Rule(
    "REL1003", "Permit leaked", Categories.Concurrency, DiagnosticSeverity.Warning,
    "The permit is not given back when {0}: after as many such calls as there are permits, all others wait for ever",
    "A semaphore does not know who took its permits; what is not given back is gone until the process ends.")
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
        if (!permits.IsWait(wait) || permits.MayTimeOut(wait, site.Cancelled))
            return;

        var value = wait.Await() ?? (IOperation)wait;
        if (value.Parent is not IExpressionStatementOperation statement || (value == wait && site.Knowledge.Core.IsTask(wait.Type)))
            return;

        if (PermitUse.Releases(wait, site, permits) is not { } releases
            || FunctionGraph.Of(site) is not { } graph
            || new PermitPaths(graph, wait, permits, site.Knowledge, site.Cancelled).Leak() is not { } leak
            || PermitUse.IsReleasedElsewhere(wait, site, permits))
        {
            return;
        }

        var isFixable = releases.Count == 1 && PermitScope.Of((StatementSyntax)statement.Syntax, releases[0].Syntax) is not null;
        site.Report(wait.Syntax, isFixable ? DiagnosticProperties.With("Protect") : DiagnosticProperties.None, leak);
    }
}
