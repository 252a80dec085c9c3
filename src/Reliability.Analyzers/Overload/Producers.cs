using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Overload;

/// <summary>Finds the handlers of requests and messages that lead to a method. The handlers of a compilation are listed once, when
/// first asked for.</summary>
internal sealed class Producers(Knowledge knowledge)
{
    // "Controller, service, queue".
    private const int MaxHops = 2;

    private readonly Lazy<List<IMethodSymbol>> _entries = new(() => Entries(knowledge), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>A handler that leads to one of the methods, as messages name it; or null.</summary>
    public string? Of(IReadOnlyList<IMethodSymbol> methods, CancellationToken cancellationToken)
    {
        if (methods.Count == 0)
            return null;

        foreach (var entry in _entries.Value)
        {
            if (methods.Contains(entry, SymbolEqualityComparer.Default)
                || knowledge.Methods.Reach(entry, call => knowledge.Methods.Targets(call.Target).Any(target => methods.Contains(target, SymbolEqualityComparer.Default)), follow: null, cancellationToken, MaxHops) is not null)
            {
                return entry.ContainingType.Name + "." + entry.Name;
            }
        }

        return null;
    }

    private static List<IMethodSymbol> Entries(Knowledge knowledge)
    {
        var entries = new List<IMethodSymbol>();
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(knowledge.Compilation.Assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                    open.Push(inner);
                else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && (knowledge.EntryPoints.Of(method) & (ApiTraits.EntryRequest | ApiTraits.EntryMessage)) != 0)
                    entries.Add(method);
            }
        }

        // The first by name, wherever it stands: the message must not depend on the order of files.
        entries.Sort((one, other) => string.CompareOrdinal(one.ToDisplayString(), other.ToDisplayString()));
        return entries;
    }
}
