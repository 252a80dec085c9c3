using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Analyzers.Engine;

/// <summary>The base of all rules. It cannot forget to run concurrently, to skip generated code, or to cost nothing where
/// the API that a rule is about is not referenced.</summary>
public abstract class ReliabilityAnalyzer : DiagnosticAnalyzer
{
    private protected ReliabilityAnalyzer(string api, DiagnosticDescriptor rule)
    {
        Api = api;
        Rule = rule;
        SupportedDiagnostics = ImmutableArray.Create(rule);
    }

    /// <inheritdoc />
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>The rule.</summary>
    private protected DiagnosticDescriptor Rule { get; }

    /// <summary>The metadata name of the type without which there is nothing to look for.</summary>
    private string Api { get; }

    /// <inheritdoc />
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownTypes.Find(start.Compilation, Api) is { } api)
                Start(start, api);
        });
    }

    /// <summary>Registers what the rule looks at in one compilation.</summary>
    /// <param name="context">The compilation.</param>
    /// <param name="api">The type that the rule is about.</param>
    private protected abstract void Start(CompilationStartAnalysisContext context, INamedTypeSymbol api);
}
