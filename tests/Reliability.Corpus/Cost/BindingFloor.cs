using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reliability.Corpus.Cost;

/// <summary>Looks at every call and does nothing: what any analyzer costs that has to see bound code.</summary>
#pragma warning disable RS1001, RS2008 // Never shipped: no compiler loads it, and no release names it.
internal sealed class BindingFloor : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_nothing = new("FLOOR", "Nothing", "Nothing", "Nothing", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_nothing];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(static _ => { }, OperationKind.Invocation);
    }
}
