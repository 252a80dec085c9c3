using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Engine;

/// <summary>Remembers what the text of a file alone says. A keystroke replaces one tree, so only that one is read
/// again.</summary>
/// <typeparam name="T">What is remembered. Must not hold anything of a compilation.</typeparam>
/// <param name="read">Reads a file.</param>
internal sealed class PerTree<T>(Func<SyntaxNode, T> read)
    where T : class
{
    private readonly ConditionalWeakTable<SyntaxTree, T> _known = new();

    public T Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(tree, out var known))
            return known;

        // Read outside of GetValue: a cancelled read must not be remembered.
        var found = read(tree.GetRoot(cancellationToken));
        return _known.GetValue(tree, _ => found);
    }
}
