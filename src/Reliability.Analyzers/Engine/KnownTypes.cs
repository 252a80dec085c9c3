using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds types by metadata name.</summary>
internal static class KnownTypes
{
    /// <summary>The type, or null. A name that several assemblies declare means the first: the compiler's own lookup would
    /// give null and silence a rule.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName)
    {
        if (compilation.GetTypeByMetadataName(metadataName) is { } type)
            return type;

        var all = compilation.GetTypesByMetadataName(metadataName);
        return all.IsEmpty ? null : all[0];
    }

    /// <summary>Whether a type is another one or derives from it.</summary>
    public static bool IsOrDerivesFrom(this ITypeSymbol? type, ITypeSymbol? other)
    {
        for (; type is not null && other is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, other))
                return true;
        }

        return false;
    }
}
