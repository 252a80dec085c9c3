using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0401: a method that has a token calls one of this assembly that has none, and that one waits for something far
/// away which would have taken the token.</summary>
/// <remarks>
/// Reports the first gap of a chain, once for each caller and callee. Silent where the callee has another way to a token (a
/// parameter or a field that carries one, an overload that takes one: CA2016 and MA0040 say that), where its signature is not
/// its author's to change, where <c>CancellationToken.None</c> is chosen, for work that is not awaited, in clean-up, and for
/// writes: whether these may stop half-way is a decision. It matters because the caller is long gone, and the work goes on.
/// </remarks>
internal sealed class TokenLostMidChainRule() : Rule(
    "REL0401", "Token lost mid-chain", Categories.Cancellation, DiagnosticSeverity.Warning,
    "'{0}' ends here: {1} has no parameter for it, so that {2} goes on for nobody after a cancellation",
    "A cancellation reaches only as far as the token; one method without it makes a whole chain deaf.")
{
    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is { CancellationToken: not null, Task: not null })
            start.On(OperationKind.Invocation, Check);
    }

    private static void Check(Site site)
    {
        var call = (IInvocationOperation)site.Operation;
        if (!CoreTypes.Same(call.TargetMethod.ContainingAssembly, site.Knowledge.Compilation.Assembly)
            || site.Knowledge.Tokens.OfFunction(call, site.Member) is not { } token
            || !IsGap(call, site)
            || TokenCarriers.IsForeign(call.TargetMethod, site.Knowledge)
            || TokenChain.Lost(call, site.Knowledge, site.Cancelled) is not { } lost
            || IsRepeated(call, site))
        {
            return;
        }

        site.Report(CalledName.Of(call), token, call.TargetMethod.Name, lost);
    }

    private static bool IsGap(IInvocationOperation call, Site site)
    {
        return (!site.Knowledge.Core.IsTask(call.Type) || call.IsWaitedForOrReturned())
            && call.TargetMethod.MethodKind is MethodKind.Ordinary or MethodKind.ReducedExtension
            && call.TargetMethod is not { ReturnsVoid: true, IsAsync: true }
            && !CoreTypes.Same(call.TargetMethod.OriginalDefinition, site.Member.OriginalDefinition)
            && !IsInCleanUp(call)
            && !(site.Member is IMethodSymbol member && site.Knowledge.EntryPoints.IsShutdown(member))
            && !TokenCarriers.HasToken(call.TargetMethod, site.Knowledge);
    }

    private static bool IsInCleanUp(IOperation call)
    {
        IOperation inner = call;
        for (var outer = call.Parent; outer is not null && !Operations.IsFunction(outer); inner = outer, outer = outer.Parent)
        {
            if (outer is ICatchClauseOperation || (outer is ITryOperation block && block.Finally == inner))
                return true;
        }

        return false;
    }

    /// <summary>Whether the same gap is reported further up in the same function.</summary>
    private static bool IsRepeated(IInvocationOperation call, Site site)
    {
        foreach (var part in (call.Function() ?? call.Root()).OwnFrame())
        {
            if (part == call)
                return false;

            if (part is IInvocationOperation earlier
                && CoreTypes.Same(earlier.TargetMethod.OriginalDefinition, call.TargetMethod.OriginalDefinition)
                && IsGap(earlier, site))
            {
                return true;
            }
        }

        return false;
    }
}
