using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Overload;

/// <summary>REL0702: one remote call for each item of a collection, all at once, however many items there are.</summary>
/// <remarks>
/// Reports <c>Task.WhenAll(items.Select(…))</c> and <c>foreach (…) tasks.Add(…)</c> with <c>WhenAll</c>, where each task leads to a
/// remote call and the items are a parameter or what a remote call returned. Silent where anything bounds them (<c>Take</c>,
/// <c>Chunk</c>, a limit that is passed on) or their tasks (a semaphore, a rate limiter), for fields, literals and options, and
/// for clients that send many calls over one connection by design.
/// </remarks>
internal sealed class UnboundedFanOutRule() : Rule(
    "REL0702", "Unbounded fan-out", Categories.Overload, DiagnosticSeverity.Info,
    "One call of '{0}' for each of {1}, all at once: a thousand items are a thousand calls, which exhaust connections here and overload what is called",
    "The size of the data decides how many calls run at once; a big day becomes an outage of whatever is called.")
{
    public override void Start(RuleStart start)
    {
        var limits = new FanOutLimits(start.Knowledge);
        var items = new FanOutItems(start.Knowledge);
        start.OnCall((site, call) => Check(site, call, limits, items), "WhenAll");
    }

    private static void Check(Site site, IInvocationOperation all, FanOutLimits limits, FanOutItems items)
    {
        if (!CoreTypes.Same(all.TargetMethod.ContainingType, site.Knowledge.Core.Task) || all.Arguments is not [{ Value: { } argument }])
            return;

        var tasks = FanOutItems.Made(argument.Unwrapped());
        if (tasks is IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" }, Arguments: [{ Value: var source }, { Value: var selector }] } select)
        {
            if (Function(selector) is { } function && limits.Call(function, site.Cancelled) is { } call && items.Unbounded(source, site.Member, site.Cancelled) is { } many)
                site.Report(Name(select), Fix(all, select, function, argument, site), call, many);
        }
        else if (tasks is IObjectCreationOperation && argument.Symbol() is ILocalSymbol list && FanOutItems.Filled(all, list) is var (loop, add)
            && limits.Call(loop, add, site.Cancelled) is { } call && items.Unbounded(loop.Collection, site.Member, site.Cancelled) is { } many)
        {
            site.Report(add.Syntax, call, many);
        }
    }

    private static IOperation? Function(IOperation selector) => selector.Unwrapped() is IDelegateCreationOperation creation ? creation.Target : null;

    private static SyntaxNode Name(IInvocationOperation select) =>
        select.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax { Expression: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access } ? access.Name : select.Syntax;

    /// <summary>A fix only where <c>await Task.WhenAll(items.Select(…));</c> is a statement: results have an order that a loop in parallel
    /// does not keep.</summary>
    private static System.Collections.Immutable.ImmutableDictionary<string, string?> Fix(IInvocationOperation all, IInvocationOperation select, IOperation function, IOperation argument, Site site)
    {
        var isStatement = all.Await()?.Parent is IExpressionStatementOperation && argument.Unwrapped() == select;
        if (!isStatement || function is not IAnonymousFunctionOperation { Symbol: { Parameters.Length: 1 } lambda } || !CoreTypes.Same(lambda.ReturnType, site.Knowledge.Core.Task)
            || site.Knowledge.Type("System.Threading.Tasks.Parallel")?.GetMembers("ForEachAsync").IsEmpty != false)
        {
            return DiagnosticProperties.None;
        }

        return DiagnosticProperties.With("Limit", site.Knowledge.Tokens.InScope(all, site.Member));
    }
}
