namespace Reliability.Declarations;

/// <summary>Why two operations of an assembly cannot both be measured.</summary>
public enum ClashKind
{
    /// <summary>They have one name, and would share one error budget.</summary>
    Name,

    /// <summary>A framework calls them, and they look the same at run time.</summary>
    Place,
}

/// <summary>Finds operations that cannot be told apart, for the generator that leaves them out and the analyzer that says
/// so.</summary>
public static class Clashes
{
    /// <summary>Each item that clashes, why, and with which other.</summary>
    /// <typeparam name="T">What holds a declaration.</typeparam>
    /// <param name="all">All declarations of an assembly.</param>
    /// <param name="declarationOf">The declaration of an item.</param>
    public static Dictionary<T, (ClashKind Kind, T Other)> Find<T>(IReadOnlyCollection<T> all, Func<T, OperationDeclaration> declarationOf)
        where T : class
    {
        var clashes = new Dictionary<T, (ClashKind Kind, T Other)>(ByReference<T>.Instance);
        var measured = all.Where(item => declarationOf(item).Operation is not null).ToList();
        foreach (var group in measured.GroupBy(item => OperationNames.Identifier(declarationOf(item).Operation!.Name), StringComparer.Ordinal))
            AddAll(clashes, ClashKind.Name, [.. group]);

        // What a framework calls is looked up by member and line; the type decides between several, where it is known.
        var placed = measured.Where(item => declarationOf(item).Place is not null);
        foreach (var place in placed.GroupBy(item => (declarationOf(item).Place!.Member, declarationOf(item).Place!.Line)))
        {
            if (place.Any(item => declarationOf(item).Place!.IsGrpc))
            {
                AddAll(clashes, ClashKind.Place, [.. place]);
                continue;
            }

            foreach (var type in place.GroupBy(item => declarationOf(item).Place!.DeclaringType, StringComparer.Ordinal))
                AddAll(clashes, ClashKind.Place, [.. type]);
        }

        return clashes;
    }

    /// <summary>Adds what has no clash yet: one reason at a time is enough to mend.</summary>
    private static void AddAll<T>(Dictionary<T, (ClashKind Kind, T Other)> clashes, ClashKind kind, List<T> group)
        where T : class
    {
        for (var i = 0; group.Count > 1 && i < group.Count; i++)
        {
            if (!clashes.ContainsKey(group[i]))
                clashes.Add(group[i], (kind, group[i == 0 ? 1 : 0]));
        }
    }

    /// <summary>Two declarations can be equal values and still be two.</summary>
    private sealed class ByReference<T> : IEqualityComparer<T>
        where T : class
    {
        public static ByReference<T> Instance { get; } = new();

        public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

        public int GetHashCode(T obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
