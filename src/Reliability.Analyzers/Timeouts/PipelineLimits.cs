using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Compares the limits of one Polly pipeline or policy. What is added first is around what is added later.</summary>
internal static class PipelineLimits
{
    /// <summary><c>builder.AddTimeout(outer).AddRetry(…).AddTimeout(inner)</c>.</summary>
    public static void Check(Site site, IInvocationOperation call, PolicyTimes times)
    {
        if (times.OfPipeline(call, site.Cancelled) is { } inner
            && Limit.Shortest(Before(call, times, site.Cancelled)) is { } outer
            && inner.Time >= outer.Time)
        {
            InnerLimitRule.Report(site, inner, outer);
        }
    }

    /// <summary><c>Policy.WrapAsync(outer, …, inner)</c>, <c>outer.WrapAsync(inner)</c>.</summary>
    public static void CheckWrap(Site site, IInvocationOperation wrap, PolicyTimes times)
    {
        Limit? outer = null;
        foreach (var part in times.Wrapped(wrap))
        {
            var own = times.OfPolicy(part, site.Cancelled).ToList();
            foreach (var inner in own)
            {
                if (outer is not null && inner.Time >= outer.Time)
                    InnerLimitRule.Report(site, inner, outer);
            }

            outer = Limit.Shortest(outer is null ? own : own.Append(outer));
        }
    }

    /// <summary>The limits that are added to the same builder before a call: in its chain, and in the statements
    /// before it.</summary>
    private static List<Limit> Before(IInvocationOperation call, PolicyTimes times, CancellationToken cancellationToken)
    {
        var limits = new List<Limit>();
        var root = AddChain(PolicyTimes.Receiver(call), times, limits, cancellationToken);
        if (root.Symbol() is not (ILocalSymbol or IParameterSymbol) || Statement(call) is not { Parent: IBlockOperation block } statement)
            return limits;

        foreach (var before in block.Operations)
        {
            if (before == statement)
                break;

            var chain = before switch
            {
                IExpressionStatementOperation { Operation: var operation } => operation is ISimpleAssignmentOperation assignment ? assignment.Value : operation,
                IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Initializer.Value: var value, Symbol: var symbol }] }] } when CoreTypes.Same(symbol, root.Symbol()) => value,
                _ => null,
            };
            if (chain is null)
                continue;

            var added = new List<Limit>();
            var start = AddChain(chain, times, added, cancellationToken);
            if (before is IVariableDeclarationGroupOperation || CoreTypes.Same(start.Symbol(), root.Symbol()))
                limits.AddRange(added);
        }

        return limits;
    }

    /// <summary>Collects the limits of a chain of calls, and gives what it starts from.</summary>
    private static IOperation? AddChain(IOperation? chain, PolicyTimes times, List<Limit> limits, CancellationToken cancellationToken)
    {
        var part = chain?.Unwrapped();
        while (part is IInvocationOperation call)
        {
            if (times.OfPipeline(call, cancellationToken) is { } limit)
                limits.Add(limit);

            part = PolicyTimes.Receiver(call)?.Unwrapped();
        }

        return part;
    }

    private static IOperation? Statement(IOperation operation)
    {
        for (var outer = operation; outer is not null && !Operations.IsFunction(outer); outer = outer.Parent)
        {
            if (outer is IExpressionStatementOperation or IVariableDeclarationGroupOperation or IReturnOperation)
                return outer;
        }

        return null;
    }
}
