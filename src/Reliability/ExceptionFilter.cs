using System.Collections.Concurrent;
using Reliability.Model;

namespace Reliability;

/// <summary>Tells whether an exception is of a declared type or of one that derives from it.</summary>
internal sealed class ExceptionFilter(EquatableArray<string> typeNames)
{
    private readonly ConcurrentDictionary<Type, bool> _known = [];

    public bool Contains(Exception exception) =>
        typeNames.Count > 0 && _known.GetOrAdd(exception.GetType(), static (type, names) => Matches(type, names), typeNames);

    private static bool Matches(Type? type, EquatableArray<string> names)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (names.Contains(SourceName(type)))
                return true;
        }

        return false;
    }

    /// <summary>The name as the compiler prints it: dots before nested types, no arity.</summary>
    private static string SourceName(Type type)
    {
        var name = type.IsGenericType ? type.GetGenericTypeDefinition().FullName : type.FullName;
        return string.Concat((name ?? type.Name).Replace('+', '.').Split('.').Select((part, i) => (i == 0 ? "" : ".") + part.Split('`')[0]));
    }
}
