using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Methods;

namespace Reliability.Analyzers.Engine;

/// <summary>What is known of one compilation, found once and shared by all rules. Lives as long as its analysis.</summary>
internal sealed class Knowledge
{
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> _types = new(StringComparer.Ordinal);

    public Knowledge(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        Compilation = compilation;
        Shape = ProjectShape.Of(compilation, options);
        Core = new(this);
        Apis = new(this, ApiFiles.Read(options, cancellationToken));
        Methods = new(this);
        EntryPoints = new(this);
        Tokens = new(Core);
        Catches = new(Core, Tokens);
    }

    public Compilation Compilation { get; }

    public ProjectShapes Shape { get; }

    /// <summary>The types of the base library that many rules ask for.</summary>
    public CoreTypes Core { get; }

    /// <summary>What is known of the methods that are called.</summary>
    public ApiCatalog Apis { get; }

    /// <summary>What the methods of this compilation do.</summary>
    public MethodSummaries Methods { get; }

    /// <summary>What the outside world starts.</summary>
    public EntryPoints EntryPoints { get; }

    /// <summary>What catch clauses take.</summary>
    public Catches Catches { get; }

    /// <summary>The cancellation tokens at hand.</summary>
    public Tokens Tokens { get; }

    /// <summary>The type, or null where it is not referenced.</summary>
    public INamedTypeSymbol? Type(string metadataName) =>
        _types.TryGetValue(metadataName, out var known) ? known : _types.GetOrAdd(metadataName, KnownTypes.Find(Compilation, metadataName));
}
