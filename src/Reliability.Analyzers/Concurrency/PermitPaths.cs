using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Concurrency;

/// <summary>Walks the control flow behind a wait for a permit, and finds a way out of the function on which it is not given
/// back. Says nothing of what it does not understand: an exception that some handler may take is followed into the handler
/// only.</summary>
internal sealed class PermitPaths(ControlFlowGraph graph, IInvocationOperation wait, Permits permits, Knowledge knowledge, CancellationToken cancellationToken)
{
    private readonly Queue<(BasicBlock Block, int From)> _next = new();
    private readonly HashSet<int> _seen = [];
    private (int Position, string Text)? _leak;

    /// <summary>When the permit is kept, as a message says it; or null: never, as far as can be seen.</summary>
    public string? Leak()
    {
        if (!TryStart())
            return null;

        while (_next.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (block, from) = _next.Dequeue();
            Walk(block, from);
        }

        return _leak?.Text;
    }

    private bool TryStart()
    {
        foreach (var block in graph.Blocks)
        {
            for (var i = 0; i < block.Operations.Length; i++)
            {
                if (block.Operations[i].DescendantsAndSelf().Any(part => part is IInvocationOperation && part.Syntax == wait.Syntax))
                {
                    _next.Enqueue((block, i + 1));
                    return true;
                }
            }
        }

        return false;
    }

    private void Walk(BasicBlock block, int from)
    {
        for (var i = from; i < block.Operations.Length; i++)
        {
            if (IsReleased(block.Operations[i], block))
                return;
        }

        if (block.BranchValue is { } value && IsReleased(value, block))
            return;

        Follow(block.FallThroughSuccessor, block);
        Follow(block.ConditionalSuccessor, block);
    }

    /// <summary>Whether an operation gives the permit back; if it may fail instead, the way out is followed.</summary>
    private bool IsReleased(IOperation operation, BasicBlock block)
    {
        if (operation.DescendantsAndSelf().Any(part => permits.IsRelease(part, wait.Instance)))
            return true;

        foreach (var part in operation.DescendantsAndSelf())
        {
            if (Failing(part) is { } failing && LeavesByException(block.EnclosingRegion))
                Found(part, "'" + failing + "' fails");
        }

        return false;
    }

    private void Follow(ControlFlowBranch? branch, BasicBlock block)
    {
        if (branch is null)
            return;

        if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
        {
            if (LeavesByException(block.EnclosingRegion))
                Found(block.BranchValue ?? block.Operations.LastOrDefault(), "the function throws");

            return;
        }

        if (branch.Destination is not { } destination || branch.FinallyRegions.Any(IsReleasedIn))
            return;

        if (destination.Kind == BasicBlockKind.Exit)
            Found(block.BranchValue ?? block.Operations.LastOrDefault(), "the function returns early");
        else
            Enqueue(destination);
    }

    /// <summary>Whether an exception leaves the function with the permit; where it may be handled, the handlers are
    /// followed.</summary>
    private bool LeavesByException(ControlFlowRegion? region)
    {
        for (; region is not null; region = region.EnclosingRegion)
        {
            if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } around })
                continue;

            if (around.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                if (IsReleasedIn(around.NestedRegions[1]))
                    return false;
            }
            else
            {
                foreach (var handler in around.NestedRegions.Skip(1))
                    Enqueue(graph.Blocks[handler.Kind == ControlFlowRegionKind.FilterAndHandler ? handler.NestedRegions[1].FirstBlockOrdinal : handler.FirstBlockOrdinal]);

                return false;
            }
        }

        return true;
    }

    private bool IsReleasedIn(ControlFlowRegion region)
    {
        for (var i = region.FirstBlockOrdinal; i <= region.LastBlockOrdinal; i++)
        {
            foreach (var operation in graph.Blocks[i].Operations)
            {
                if (operation.DescendantsAndSelf().Any(part => permits.IsRelease(part, wait.Instance)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>What may well fail: another system, a task, code that somebody else gave. That any line may throw is true, and
    /// no news.</summary>
    private string? Failing(IOperation part) => part switch
    {
        IAwaitOperation await => await.Awaited() switch
        {
            IInvocationOperation { TargetMethod: { Name: "Delay" or "Yield" } pause } when CoreTypes.Same(pause.ContainingType, knowledge.Core.Task) => null,
            IInvocationOperation call => call.Name(),
            _ => "await",
        },
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => call.Syntax.ToString(),
        IInvocationOperation call when !knowledge.Core.IsTask(call.Type) => knowledge.Methods.Reach(call, ApiTraits.Remote, cancellationToken),
        _ => null,
    };

    private void Enqueue(BasicBlock block)
    {
        if (_seen.Add(block.Ordinal))
            _next.Enqueue((block, 0));
    }

    /// <summary>The first in the source is what the message tells, however the graph is walked.</summary>
    private void Found(IOperation? place, string text)
    {
        var position = place?.Syntax.SpanStart ?? int.MaxValue;
        if (_leak is not { } known || position < known.Position)
            _leak = (position, text);
    }
}
