using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine.Methods;

/// <summary>Answers what a call may lead to within this compilation. What one method does is read once, when first asked
/// for; questions that follow calls walk what was read, nearest first, so that their answers do not depend on who asked
/// before.</summary>
internal sealed class MethodSummaries(Knowledge knowledge)
{
    /// <summary>Far enough for "loop, step, repository, client"; further away failures are usually handled on the
    /// way.</summary>
    public const int DefaultHops = 4;

    // What stands behind an interface is followed only where it is one of few.
    private const int MaxImplementations = 3;

    private readonly ConcurrentDictionary<IMethodSymbol, MethodFacts?> _facts = new(SymbolEqualityComparer.Default);
    private readonly Lazy<Implementations> _implementations = new(() => new(knowledge.Compilation));

    /// <summary>What the code of a method says, or null: it has none in this compilation.</summary>
    public MethodFacts? Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var key = method.OriginalDefinition;
        if (_facts.TryGetValue(key, out var known))
            return known;

        var facts = Bodies.Of(key, knowledge.Compilation, cancellationToken) is { } body ? MethodFacts.Read(body, knowledge) : null;
        return _facts.GetOrAdd(key, facts);
    }

    /// <summary>The nearest call that satisfies a condition and is reached from a call, as messages name it:
    /// <c>HttpClient.GetAsync in Fetch</c>; or null.</summary>
    /// <param name="call">The call.</param>
    /// <param name="found">The condition.</param>
    /// <param name="follow">Which calls to follow; all if null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="hops">How many calls to follow one after the other.</param>
    public string? Reach(
        IInvocationOperation call, Func<CallFact, bool> found, Func<CallFact, bool>? follow, CancellationToken cancellationToken, int hops = DefaultHops)
    {
        var first = new CallFact(
            call.TargetMethod,
            knowledge.Apis.Of(call.TargetMethod),
            call.Await() is not null || !knowledge.Core.IsTask(call.Type),
            IsGuarded: false,
            knowledge.Tokens.IsPassedTo(call));
        return found(first) ? call.Name() : Reach(call.TargetMethod, found, follow, cancellationToken, hops);
    }

    /// <summary>The nearest call with any of the traits that is reached from a call, or null. Only what is awaited or runs
    /// at once is followed.</summary>
    public string? Reach(IInvocationOperation call, ApiTraits traits, CancellationToken cancellationToken, int hops = DefaultHops) =>
        Reach(call, fact => fact.Api?.Has(traits) == true, fact => fact.IsAwaited, cancellationToken, hops);

    /// <summary>The nearest call that satisfies a condition and is made by a method or by what it calls, or null.</summary>
    public string? Reach(IMethodSymbol start, Func<CallFact, bool> found, Func<CallFact, bool>? follow, CancellationToken cancellationToken, int hops = DefaultHops)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var next = new Queue<(IMethodSymbol Method, int Hops)>();
        Enqueue(start, hops);
        while (next.Count > 0)
        {
            var (method, left) = next.Dequeue();
            if (Of(method, cancellationToken) is not { } facts)
                continue;

            foreach (var call in facts.Calls)
            {
                if (found(call))
                    return call.Target.ContainingType?.Name + "." + call.Target.Name + " in " + method.Name;
            }

            foreach (var call in facts.Calls)
            {
                if (left > 1 && follow?.Invoke(call) != false)
                    Enqueue(call.Target, left - 1);
            }
        }

        return null;

        void Enqueue(IMethodSymbol method, int left)
        {
            foreach (var target in Targets(method))
            {
                if (seen.Add(target))
                    next.Enqueue((target, left));
            }
        }
    }

    /// <summary>The classes of this compilation that implement an interface or derive from a class.</summary>
    public IReadOnlyList<INamedTypeSymbol> ClassesFrom(INamedTypeSymbol type) => _implementations.Value.ClassesFrom(type);

    /// <summary>The methods of this compilation that a call of a method may run: itself, or, where it is abstract, what
    /// implements it, if these are few.</summary>
    public IEnumerable<IMethodSymbol> Targets(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, knowledge.Compilation.Assembly))
            return [];

        if (!definition.IsAbstract && definition.ContainingType?.TypeKind != TypeKind.Interface)
            return [definition];

        var implementations = _implementations.Value.Of(definition);
        return implementations.Count <= MaxImplementations ? implementations : [];
    }
}
