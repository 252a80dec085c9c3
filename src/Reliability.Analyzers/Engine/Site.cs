using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Reliability.Analyzers.Engine;

/// <summary>A place in the code that a rule looks at.</summary>
internal readonly struct Site(Rule rule, Knowledge knowledge, OperationAnalysisContext context)
{
    /// <summary>The operation.</summary>
    public IOperation Operation => context.Operation;

    /// <summary>The member whose body the operation is in; inside of a lambda, the member around it.</summary>
    public ISymbol Member => context.ContainingSymbol;

    public Knowledge Knowledge { get; } = knowledge;

    public SemanticModel Model => context.Operation.SemanticModel!;

    /// <summary>The rule's own severity, for a report that differs from others in its place only.</summary>
    public DiagnosticSeverity Severity => rule.Descriptor.DefaultSeverity;

    public CancellationToken Cancelled => context.CancellationToken;

    /// <summary>The control flow of the function around the operation. Costs much; for candidates only.</summary>
    public ControlFlowGraph ControlFlow() => context.GetControlFlowGraph();

    /// <summary>A number that an .editorconfig may set as <c>reliability.RELnnnn.name</c>.</summary>
    public int Option(string name, int otherwise) =>
        context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Operation.Syntax.SyntaxTree).TryGetValue("reliability." + rule.Descriptor.Id + "." + name, out var text)
        && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    /// <summary>Reports without a fix.</summary>
    public void Report(SyntaxNode place, params object?[] arguments) =>
        Report(place.GetLocation(), rule.Descriptor.DefaultSeverity, DiagnosticProperties.None, arguments);

    /// <summary>Reports with what the fix needs: <see cref="DiagnosticProperties.With"/>.</summary>
    public void Report(SyntaxNode place, ImmutableDictionary<string, string?> properties, params object?[] arguments) =>
        Report(place.GetLocation(), rule.Descriptor.DefaultSeverity, properties, arguments);

    /// <summary>Reports at a severity that differs from the rule's own because of what the code does.</summary>
    public void Report(Location place, DiagnosticSeverity severity, ImmutableDictionary<string, string?> properties, params object?[] arguments)
    {
        if (!OnPurpose.IsSaid(place, rule.Descriptor.Id, Member, context.CancellationToken))
            context.ReportDiagnostic(Diagnostic.Create(rule.Descriptor, place, severity, additionalLocations: null, properties, arguments));
    }
}
