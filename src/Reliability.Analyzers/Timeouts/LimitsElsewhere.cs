using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Finds out whether clients are configured where a call does not show it: by interceptors, handlers, policies, in
/// this compilation or in one that it refers to. Only silences: where such a thing is, nothing is known of the time that a
/// call may take.</summary>
internal sealed class LimitsElsewhere
{
    private static readonly ImmutableHashSet<string> s_handlers = ImmutableHashSet.Create(
        "AddStandardResilienceHandler", "AddStandardHedgingHandler", "AddResilienceHandler", "AddPolicyHandler", "AddPolicyHandlerFromRegistry",
        "AddTransientHttpErrorPolicy", "AddHttpMessageHandler", "ConfigureHttpClientDefaults", "DelegatingHandler");

    private static readonly ImmutableHashSet<string> s_interceptors = ImmutableHashSet.Create(
        "EnableCallContextPropagation", "AddInterceptor", "Intercept", "Interceptor");

    private static readonly ImmutableHashSet<string> s_clients = ImmutableHashSet.Create("AddGrpcClient", "GrpcChannel", "AddCodeFirstGrpcClient");

    private static readonly ImmutableHashSet<string> s_all = s_handlers.Union(s_interceptors).Union(s_clients);

    private static readonly ImmutableArray<string> s_packages = ImmutableArray.Create("Microsoft.Extensions.Http.Resilience", "Microsoft.Extensions.Http.Polly");

    private static readonly PerTree<HashSet<string>> s_names = new(Read);

    private readonly Lazy<HashSet<string>> _names;
    private readonly Lazy<bool> _isInReferences;

    public LimitsElsewhere(Compilation compilation)
    {
        _names = new(() =>
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var tree in compilation.SyntaxTrees)
                names.UnionWith(s_names.Of(tree, CancellationToken.None));

            return names;
        });
        _isInReferences = new(() => compilation.SourceModule.ReferencedAssemblySymbols.Any(Configures));
    }

    /// <summary>Whether handlers of HTTP clients are set anywhere, which may limit the time of a request.</summary>
    public bool HasHandlers => _names.Value.Overlaps(s_handlers) || _isInReferences.Value;

    /// <summary>Whether anything stands between gRPC clients and the wire, which may set deadlines.</summary>
    public bool HasInterceptors => _names.Value.Overlaps(s_interceptors);

    /// <summary>Whether gRPC clients are made here; if not, their configuration cannot be seen.</summary>
    public bool MakesGrpcClients => _names.Value.Overlaps(s_clients);

    /// <summary>Whether an assembly of the same house refers to a package of handlers: service defaults shared by many
    /// services.</summary>
    private static bool Configures(IAssemblySymbol assembly)
    {
        if (assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || assembly.Name.StartsWith("System.", StringComparison.Ordinal))
            return false;

        foreach (var module in assembly.Modules)
        {
            foreach (var reference in module.ReferencedAssemblies)
            {
                if (s_packages.Contains(reference.Name))
                    return true;
            }
        }

        return false;
    }

    private static HashSet<string> Read(SyntaxNode root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && s_all.Contains(token.ValueText))
                names.Add(token.ValueText);
        }

        return names;
    }
}
