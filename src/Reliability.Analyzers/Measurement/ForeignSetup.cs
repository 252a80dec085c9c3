using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>The calls by which a program hands its setup to code that cannot be seen, <c>app.UseOurDefaults()</c>, or gets what such code
/// has set up: <c>OurHost.CreateBuilder(args)</c>. Read once for a compilation, and only when something would be reported.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="known">How the names of assemblies begin that set up nothing that matters; without them, those that register what they
/// are about, and nothing that they find. With them, calls of any name are looked at.</param>
internal sealed class ForeignSetup(Compilation compilation, string[]? known = null)
{
    private static readonly string[] s_prefixes = ["Use", "Map", "Add", "Configure", "Register", "Run", "Setup", "With"];

    // What makes something, and is no evidence while it does not bind.
    private static readonly string[] s_makers = ["Create", "Build", "Make", "New", "Get", "Start"];

    private static readonly string[] s_known =
    [
        "Microsoft.", "System.", "Reliability", "Grpc.", "MassTransit", "Hangfire", "Quartz", "OpenTelemetry", "Serilog", "NLog", "Swashbuckle.", "NSwag.",
        "Polly", "Npgsql", "StackExchange.", "MongoDB.", "Azure.", "AWSSDK.", "AutoMapper", "MediatR", "FluentValidation", "prometheus-net", "Prometheus.",
    ];

    private List<Call>? _foreign;
    private bool _isUnbound;

    /// <summary>Whether code that cannot be seen, or does not bind, is given a thing of one of the types or gives one away, and knows an
    /// assembly.</summary>
    /// <param name="taken">The metadata names of the types.</param>
    /// <param name="assembly">The assembly without which it could do nothing that matters; null where it needs none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="made">The metadata names of what comes of these types, and tells as much when such code gives it away.</param>
    public bool Takes(IReadOnlyList<string> taken, string? assembly, CancellationToken cancellationToken, IReadOnlyList<string>? made = null)
    {
        var foreign = Volatile.Read(ref _foreign) ?? Interlocked.CompareExchange(ref _foreign, Read(cancellationToken), null) ?? _foreign!;
        return _isUnbound || foreign.Any(call => Knows(call.Method.ContainingAssembly, assembly)
            && ((call.Takes && IsGiven(call.Method, taken, made)) || Holds(call.Method.ReturnType, taken, made)));
    }

    private static bool IsGiven(IMethodSymbol method, IReadOnlyList<string> taken, IReadOnlyList<string>? made) =>
        IsOne(method.ReceiverType, taken)
        || method.Parameters.Any(parameter => IsOne(parameter.Type, taken) || (parameter.Type.TypeKind == TypeKind.Delegate && Holds(parameter.Type, taken, made)));

    /// <summary>Whether a type is one of those, or one of its type arguments is: the task that brings it, the callback that is given it.</summary>
    private static bool Holds(ITypeSymbol type, IReadOnlyList<string> taken, IReadOnlyList<string>? made) =>
        type is INamedTypeSymbol named && (IsOne(named, taken) || (made is not null && IsOne(named, made)) || named.TypeArguments.Any(argument => Holds(argument, taken, made)));

    private static bool Knows(IAssemblySymbol? assembly, string? other) =>
        other is null || assembly is null || assembly.Modules.Any(module => module.ReferencedAssemblies.Any(referenced => referenced.Name == other));

    private static bool IsOne(ITypeSymbol? type, IReadOnlyList<string> names) =>
        type is INamedTypeSymbol named
        && names.Any(name => named.OriginalDefinition.Is(name) || named.AllInterfaces.Any(implemented => implemented.OriginalDefinition.Is(name)));

    private List<Call> Read(CancellationToken cancellationToken)
    {
        var foreign = new List<Call>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                var name = node is InvocationExpressionSyntax call ? EndpointShapes.CalledName(call) : null;
                var isNamed = name is not null && Begins(name, s_prefixes);
                if (!isNamed && !(known is null ? name is not null && Begins(name, s_makers) : name is not null || IsRead(node)))
                    continue;

#pragma warning disable RS1030 // the setup may stand in any file; bound once for each compilation that has a candidate
                model ??= compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
                var symbol = model.GetSymbolInfo(node, cancellationToken).Symbol;
                _isUnbound |= isNamed && symbol is null;
                if ((symbol as IMethodSymbol ?? (symbol as IPropertySymbol)?.GetMethod) is { ContainingAssembly: { } assembly } method
                    && !SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
                    && !(known ?? s_known).Any(prefix => assembly.Name.StartsWith(prefix, StringComparison.Ordinal)))
                {
                    // As it is called: what a generic one takes is told by the call.
                    foreign.Add(new(method, isNamed || known is not null));
                }
            }
        }

        return foreign;
    }

    private static bool Begins(string name, string[] prefixes) => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether a node may read a property: <c>OurHost.Builder</c>.</summary>
    private static bool IsRead(SyntaxNode node) => node is MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax };

    /// <summary>A call of a method that cannot be seen.</summary>
    private readonly struct Call(IMethodSymbol method, bool takes)
    {
        public IMethodSymbol Method { get; } = method;

        /// <summary>Whether what it is given tells something, and not only what it returns.</summary>
        public bool Takes { get; } = takes;
    }
}
