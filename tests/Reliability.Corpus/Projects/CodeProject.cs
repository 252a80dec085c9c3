using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Reliability.Corpus.Packages;

namespace Reliability.Corpus.Projects;

/// <summary>What is needed to compile one project, apart from its references.</summary>
internal sealed record CodeProject
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required string AssemblyName { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public required CSharpParseOptions ParseOptions { get; init; }

    public required CSharpCompilationOptions Options { get; init; }

    /// <summary>What a build would generate: global usings, assembly attributes.</summary>
    public required string GeneratedSource { get; init; }

    /// <summary>The projects that it refers to, as full paths.</summary>
    public ImmutableArray<string> ProjectReferences { get; init; } = [];

    public ImmutableArray<PackageRequest> Packages { get; init; } = [];

    /// <summary>What its build tells analyzers, without the prefix <c>build_property.</c>.</summary>
    public ImmutableDictionary<string, string> BuildProperties { get; init; } = ImmutableDictionary<string, string>.Empty;
}
