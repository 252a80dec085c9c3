using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine;

/// <summary>An operation that is executed when a body is.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Api">What the API table knows of it, if it is a call.</param>
/// <param name="IsTaken">Whether a handler on the way takes its failure before it leaves the body that the walk began
/// with.</param>
/// <param name="IsInLoop">Whether it is in a loop, here or on the way.</param>
/// <param name="Method">The method that it is in, or null: the body that the walk began with.</param>
internal sealed record Step(IOperation Operation, ApiFacts? Api, bool IsTaken, bool IsInLoop, string? Method)
{
    /// <summary>The call as messages name it: <c>HttpClient.GetAsync in Fetch</c>.</summary>
    public string Name => ((IInvocationOperation)Operation).Name() + (Method is null ? "" : " in " + Method);

    public bool Has(ApiTraits traits) => Api?.Has(traits) == true;
}

/// <summary>Walks what a body does, through the methods of this compilation that it calls, nearest first. For candidates only:
/// unlike <see cref="Methods.MethodSummaries"/> it remembers nothing, and tells where handlers and loops are.</summary>
internal static class Walk
{
    // Far enough for "callback, step, repository, client".
    private const int MaxHops = 3;

    /// <summary>All that a body does. Calls whose failures do not come back to the caller (tasks that nobody awaits) are named
    /// but not followed.</summary>
    /// <param name="body">The body.</param>
    /// <param name="knowledge">What is known of the compilation.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="of">The method whose body it is, if messages should name it.</param>
    public static IEnumerable<Step> From(IOperation body, Knowledge knowledge, CancellationToken cancellationToken, IMethodSymbol? of = null)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var seenTaken = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<(IOperation Body, bool IsTaken, bool IsInLoop, string? Method, int Hops)>();
        open.Enqueue((body, false, false, of?.Name, 0));
        while (open.Count > 0)
        {
            var (current, isTaken, isInLoop, method, hops) = open.Dequeue();
            foreach (var operation in current.OwnFrame())
            {
                if (operation is not IInvocationOperation call)
                {
                    yield return new(operation, null, isTaken, isInLoop, method);
                    continue;
                }

                var comesBack = ComesBack(call, knowledge);
                var isTakenHere = isTaken || !comesBack || IsTaken(call, current, knowledge);
                var isInLoopHere = isInLoop || (call.Enclosing<ILoopOperation>() is { } loop && loop.IsWithin(current));
                var api = knowledge.Apis.Of(call.TargetMethod);
                yield return new(call, api, isTakenHere, isInLoopHere, method);
                if (api is not null || !comesBack || hops == MaxHops)
                    continue;

                foreach (var target in knowledge.Methods.Targets(call.TargetMethod))
                {
                    if ((isTakenHere ? seenTaken : seen).Add(target) && Bodies.Of(target, knowledge.Compilation, cancellationToken) is { } next)
                        open.Enqueue((next, isTakenHere, isInLoopHere, target.Name, hops + 1));
                }
            }
        }
    }

    /// <summary>Whether a failure of a call comes back to the function that it is in: it is awaited, waited for, handed to the
    /// caller, or no task at all.</summary>
    private static bool ComesBack(IInvocationOperation call, Knowledge knowledge)
    {
        if (!knowledge.Core.IsTask(call.Type) || call.Await() is not null)
            return true;

        // What returns nothing is the body of an expression: its value goes nowhere.
        return call.User() switch
        {
            IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation lambda } } => !lambda.Symbol.ReturnsVoid,
            IReturnOperation => true,
            IPropertyReferenceOperation { Property.Name: "Result" } => true,
            IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" or "ConfigureAwait" or "WaitAsync" } => true,
            _ => false,
        };
    }

    /// <summary>Whether a clause around a call takes its failures. One that is only of cancellations does not: what fails is
    /// something else.</summary>
    private static bool IsTaken(IInvocationOperation call, IOperation body, Knowledge knowledge)
    {
        IOperation inner = call;
        for (var outer = call.Parent; outer is not null && inner != body; inner = outer, outer = outer.Parent)
        {
            if (outer is not ITryOperation block || block.Body != inner || inner == body)
                continue;

            foreach (var clause in block.Catches)
            {
                if (!knowledge.Catches.IsOfCancellation(clause) && !Catches.Rethrows(clause))
                    return true;
            }
        }

        return false;
    }
}
