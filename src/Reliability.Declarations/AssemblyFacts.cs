using Microsoft.CodeAnalysis;
using Reliability.Declarations.Failover;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>What emitted code needs to know of the assembly it becomes a part of.</summary>
public sealed record AssemblyFacts
{
    /// <summary>The service that the assembly is.</summary>
    public required ServiceIdentity Service { get; init; }

    /// <summary>Whether the assembly says so itself.</summary>
    public required bool DeclaresService { get; init; }

    /// <summary>The owner of everything that has no nearer one.</summary>
    public required Ownership? Owner { get; init; }

    /// <summary>The namespace of the emitted types.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether other assemblies can refer to this one.</summary>
    public required bool IsLibrary { get; init; }

    /// <summary>Whether there is a runtime to emit calls to.</summary>
    public required bool HasRuntime { get; init; }

    /// <summary>Whether there is a runtime that carries out failover.</summary>
    public required bool HasFailover { get; init; }

    /// <summary>The emitted registrations of the referenced assemblies, as <c>global::…</c>.</summary>
    public required EquatableArray<string> References { get; init; }

    /// <summary>Reads the facts of a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    public static AssemblyFacts Read(Compilation compilation) => new()
    {
        Service = ServiceReader.Service(compilation.Assembly),
        DeclaresService = compilation.Assembly.Find(TypeNames.Service) is not null,
        Owner = ServiceReader.Owner(compilation.Assembly),
        Namespace = GeneratedCode.Namespace(compilation.Assembly.Name),
        IsLibrary = compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary,
        HasRuntime = compilation.GetTypeByMetadataName(TypeNames.OperationSite) is not null,
        HasFailover = compilation.GetTypeByMetadataName(FailoverTypes.FailoverSite) is not null,
        References = compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => IsGlobal(compilation, assembly))
            .Select(Registration)
            .OfType<string>()
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray(),
    };

    /// <summary>Whether <c>global::</c> sees an assembly: one that is referred to under an alias only, it does not.</summary>
    private static bool IsGlobal(Compilation compilation, IAssemblySymbol assembly) =>
        compilation.GetMetadataReference(assembly)?.Properties.Aliases is not { Length: > 0 } aliases
        || aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    private static string? Registration(IAssemblySymbol assembly)
    {
        var name = GeneratedCode.Namespace(assembly.Name) + "." + GeneratedCode.Registration;
        return assembly.GetTypeByMetadataName(name) is { DeclaredAccessibility: Accessibility.Public } ? "global::" + name : null;
    }
}
