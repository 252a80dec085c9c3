using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>Finds the control flow of the very function that an operation is in: that of a member has its lambdas and local
/// functions as graphs of their own.</summary>
internal static class FunctionGraph
{
    public static ControlFlowGraph? Of(Site site)
    {
        var functions = new Stack<IOperation>();
        for (var function = site.Operation.Function(); function is not null; function = function.Function())
            functions.Push(function);

        ControlFlowGraph? graph = site.ControlFlow();
        while (functions.Count > 0 && graph is not null)
            graph = Inner(graph, functions.Pop(), site.Cancelled);

        return graph;
    }

    private static ControlFlowGraph? Inner(ControlFlowGraph graph, IOperation function, CancellationToken cancellationToken)
    {
        if (function is ILocalFunctionOperation local)
            return graph.LocalFunctions.Contains(local.Symbol) ? graph.GetLocalFunctionControlFlowGraph(local.Symbol, cancellationToken) : null;

        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                foreach (var part in operation.DescendantsAndSelf())
                {
                    if (part is IFlowAnonymousFunctionOperation lambda && lambda.Syntax == function.Syntax)
                        return graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken);
                }
            }
        }

        return null;
    }
}
