using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>The calls by which a program hands its setup to code that cannot be seen: <c>app.UseOurDefaults()</c>. Read once for
/// a compilation, and only when something would be reported.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="known">How the names of assemblies begin that set up nothing that matters; without them, those that register what they
/// are about, and nothing that they find. With them, calls of any name are looked at.</param>
internal sealed class ForeignSetup(Compilation compilation, string[]? known = null)
{
    private static readonly string[] s_prefixes = ["Use", "Map", "Add", "Configure", "Register", "Run", "Setup", "With"];

    private static readonly string[] s_known =
    [
        "Microsoft.", "System.", "Reliability", "Grpc.", "MassTransit", "Hangfire", "Quartz", "OpenTelemetry", "Serilog", "NLog", "Swashbuckle.", "NSwag.",
        "Polly", "Npgsql", "StackExchange.", "MongoDB.", "Azure.", "AWSSDK.", "AutoMapper", "MediatR", "FluentValidation", "prometheus-net", "Prometheus.",
    ];

    private List<IMethodSymbol>? _foreign;
    private bool _isUnbound;

    /// <summary>Whether code that cannot be seen, or does not bind, is given a thing of one of the types and knows an
    /// assembly.</summary>
    /// <param name="taken">The metadata names of the types.</param>
    /// <param name="assembly">The assembly without which it could do nothing that matters; null where it needs none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public bool Takes(IReadOnlyList<string> taken, string? assembly, CancellationToken cancellationToken)
    {
        var foreign = Volatile.Read(ref _foreign) ?? Interlocked.CompareExchange(ref _foreign, Read(cancellationToken), null) ?? _foreign!;
        return _isUnbound || foreign.Any(method => Knows(method.ContainingAssembly, assembly)
            && (IsOne(method.ReceiverType, taken) || method.Parameters.Any(parameter => IsOne(parameter.Type, taken))));
    }

    private static bool Knows(IAssemblySymbol? assembly, string? other) =>
        other is null || assembly is null || assembly.Modules.Any(module => module.ReferencedAssemblies.Any(referenced => referenced.Name == other));

    private static bool IsOne(ITypeSymbol? type, IReadOnlyList<string> names) =>
        type is INamedTypeSymbol named
        && names.Any(name => named.OriginalDefinition.Is(name) || named.AllInterfaces.Any(implemented => implemented.OriginalDefinition.Is(name)));

    private List<IMethodSymbol> Read(CancellationToken cancellationToken)
    {
        var foreign = new List<IMethodSymbol>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                if (node is not InvocationExpressionSyntax call)
                    continue;

                var isNamed = s_prefixes.Any(prefix => EndpointShapes.CalledName(call).StartsWith(prefix, StringComparison.Ordinal));
                if (!isNamed && known is null)
                    continue;

#pragma warning disable RS1030 // the setup may stand in any file; bound once for each compilation that has a candidate
                model ??= compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
                var symbol = model.GetSymbolInfo(call, cancellationToken).Symbol;
                _isUnbound |= isNamed && symbol is null;
                if (symbol is IMethodSymbol { ContainingAssembly: { } assembly } method
                    && !SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
                    && !(known ?? s_known).Any(prefix => assembly.Name.StartsWith(prefix, StringComparison.Ordinal)))
                {
                    // As it is called: what a generic one takes is told by the call.
                    foreign.Add(method);
                }
            }
        }

        return foreign;
    }
}
