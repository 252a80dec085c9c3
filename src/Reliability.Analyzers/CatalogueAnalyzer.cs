using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers;

/// <summary>Runs all rules about code in one walk. One analyzer and not one a rule: the driver would otherwise visit every
/// operation once for each of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CatalogueAnalyzer : DiagnosticAnalyzer
{
    private readonly ImmutableArray<Rule> _rules;

    /// <summary>All rules.</summary>
    public CatalogueAnalyzer()
        : this(Catalogue.Rules)
    {
    }

    /// <summary>Some of them, for tests and measurements.</summary>
    internal CatalogueAnalyzer(ImmutableArray<Rule> rules)
    {
        _rules = rules;
        SupportedDiagnostics = ImmutableArray.CreateRange(rules, rule => rule.Descriptor);
    }

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        var knowledge = new Knowledge(context.Compilation, context.Options, context.CancellationToken);
        var dispatch = new Dispatch(knowledge);
        foreach (var rule in _rules)
        {
            if ((rule.Shapes & knowledge.Shape) != 0)
                rule.Start(new(rule, knowledge, dispatch, context));
        }

        dispatch.Register(context);
    }
}
