using Reliability.Declarations;
using Reliability.Declarations.Failover;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>What is emitted for one type: the sites of its operations and the bodies of its partial methods.</summary>
/// <param name="HintName">The name of the file.</param>
/// <param name="Namespace">The namespace of the assembly's emitted types.</param>
/// <param name="HasRuntime">Whether there is a runtime to call.</param>
/// <param name="Hooks">The operations.</param>
internal sealed record HookFile(string HintName, string Namespace, bool HasRuntime, EquatableArray<Hook> Hooks)
{
    /// <summary>One file for each type that has something to emit, sorted by name.</summary>
    public static IEnumerable<HookFile> Group(OperationSet set, AssemblyFacts assembly)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var guards = set.Guards(assembly);
        return set.Declarations
            .Select(declaration => (Type: TypeName(declaration), Hook: Hook.Of(declaration, assembly, guards.TryGetValue(declaration, out var holder) ? holder : null)))
            .Where(pair => pair.Hook is not null)
            .GroupBy(pair => pair.Type, pair => pair.Hook!, StringComparer.Ordinal)
            .OrderBy(type => type.Key, StringComparer.Ordinal)
            .Select(type => new HookFile(FileName(type.Key, taken), assembly.Namespace, assembly.HasRuntime, type.ToEquatableArray()));
    }

    private static string TypeName(OperationDeclaration declaration) =>
        declaration.Method?.OwnerName ?? declaration.Place?.DeclaringType ?? declaration.Decorator?.Interface ?? "";

    /// <summary>File names do not tell capitals from small letters; types do.</summary>
    /// <param name="typeName">The metadata name of a type.</param>
    /// <param name="taken">The names of other files.</param>
    public static string FileName(string typeName, HashSet<string> taken)
    {
        var name = FileNames.Of(typeName);
        while (!taken.Add(name))
            name += "-";

        return name + GeneratedCode.FileSuffix;
    }
}

/// <summary>One operation as it is emitted.</summary>
/// <param name="Operation">The operation with its owner; null when its promise cannot be kept.</param>
/// <param name="Identifier">The class that holds its site.</param>
/// <param name="Method">The partial method to complete, if it is one.</param>
/// <param name="GoodResponse">What judges the responses of an endpoint, if anything does.</param>
/// <param name="Guard">What else is around the core of the method, if anything is.</param>
internal sealed record Hook(Operation? Operation, string Identifier, PartialMethod? Method, string? GoodResponse, Guard? Guard)
{
    /// <summary>The hook of a declaration, or null when there is nothing to emit for it.</summary>
    public static Hook? Of(OperationDeclaration declaration, AssemblyFacts assembly, string? guard)
    {
        var operation = assembly.HasRuntime && declaration.Operation?.Metric is null ? declaration.Operation : null;
        return operation is null && declaration.Method is null
            ? null
            : new(
                operation is null ? null : operation with { Owner = operation.Owner ?? assembly.Owner },
                operation is null ? "" : OperationNames.Identifier(operation.Name),
                declaration.Method,
                declaration.GoodResponse,
                guard is null ? null : new(guard, declaration.Failover!));
    }
}

/// <summary>What is around the core of a method besides measuring.</summary>
/// <param name="Holder">The class that holds it.</param>
/// <param name="Failover">What it is.</param>
internal sealed record Guard(string Holder, FailoverDeclaration Failover);
