using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Reliability.Corpus.Compilations;

/// <summary>One project, parsed: all that a compilation of it is made of. Compilations are made afresh from it, because a
/// compilation remembers what was bound in it and would make a second measurement cheaper than the first.</summary>
internal sealed record CompilableProject
{
    public required string Name { get; init; }

    public required string AssemblyName { get; init; }

    public required CSharpCompilationOptions Options { get; init; }

    /// <summary>What people wrote.</summary>
    public required ImmutableArray<SyntaxTree> Sources { get; init; }

    /// <summary>What a build would generate.</summary>
    public required ImmutableArray<SyntaxTree> Generated { get; init; }

    public required ImmutableArray<MetadataReference> References { get; init; }

    /// <summary>The projects that it refers to.</summary>
    public ImmutableArray<CompilableProject> Projects { get; init; } = [];

    public required BuildOptions BuildOptions { get; init; }

    public int Lines => _lines ??= Sources.Sum(SourceLines.Count);

    private int? _lines;

    /// <summary>A compilation in which nothing is bound yet.</summary>
    public CSharpCompilation Compile() => Compile([]);

    /// <param name="made">Compilations that were made of other projects already, to share.</param>
    public CSharpCompilation Compile(Dictionary<CompilableProject, CSharpCompilation> made)
    {
        if (made.TryGetValue(this, out var known))
            return known;

        var references = Projects.Select(project => (MetadataReference)project.Compile(made).ToMetadataReference());
        return made[this] = CSharpCompilation.Create(AssemblyName, Sources.Concat(Generated), [.. references, .. References], Options);
    }

    public bool Equals(CompilableProject? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
