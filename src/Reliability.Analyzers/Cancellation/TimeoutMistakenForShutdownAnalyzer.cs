using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0403: a worker loop that takes a timeout for the order to stop, because both are an
/// <c>OperationCanceledException</c>.</summary>
/// <remarks>
/// Reports, around a call that is known to time out that way (see <see cref="TimeoutCalls"/>): a filter
/// <c>e is not OperationCanceledException</c> that lets the timeout escape; a <c>catch (OperationCanceledException)</c>
/// without a filter that leaves the loop. Silent without a token to ask, when another clause or an inner or outer
/// <c>try</c> of the loop takes the timeout, when the handler asks the token, in loops that end by themselves, in
/// message handlers, where the token is linked to the timeout, and in tests. Since .NET 6 such an exception stops the host.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutMistakenForShutdownAnalyzer()
    : ReliabilityAnalyzer("System.OperationCanceledException", Descriptors.TimeoutMistakenForShutdown)
{
    /// <summary>The exclusion is widened by the value.</summary>
    internal const string WidenFilter = "WidenFilter";

    /// <summary>The clause gets the value as its filter.</summary>
    internal const string AddFilter = "AddFilter";

    private protected override void Start(CompilationStartAnalysisContext context, INamedTypeSymbol api)
    {
        if (ProjectShape.IsTest(context.Options))
            return;

        var workers = new WorkerTries(context.Compilation, api);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                var clause = (CatchClauseSyntax)node.Node;
                if (clause.Filter is { FilterExpression: var filter })
                {
                    if (MentionsCancellation(filter) && workers.Escape(clause, node.SemanticModel, node.CancellationToken) is { } escape)
                        node.ReportDiagnostic(Create(escape, WidenFilter, escape.Token + ".IsCancellationRequested", TimeoutTexts.Escapes(escape)));
                }
                else if (clause.Declaration is { Type: var type } && MentionsCancellation(type)
                    && workers.Exit(clause, node.SemanticModel, node.CancellationToken) is { } exit)
                {
                    var fix = exit.CanBeFixed ? AddFilter : null;
                    node.ReportDiagnostic(Create(exit, fix, exit.Token + ".IsCancellationRequested", TimeoutTexts.Leaves(exit)));
                }
            },
            SyntaxKind.CatchClause);
    }

    private Diagnostic Create(WorkerTry found, string? fix, string value, string text) => Diagnostic.Create(
        Rule,
        found.Place.GetLocation(),
        fix is null ? DiagnosticProperties.None : DiagnosticProperties.With(fix, value),
        text);

    /// <summary>The cheapest gate: most clauses never name a cancellation.</summary>
    private static bool MentionsCancellation(SyntaxNode node)
    {
        foreach (var token in node.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText is "OperationCanceledException" or "TaskCanceledException")
                return true;
        }

        return false;
    }
}
