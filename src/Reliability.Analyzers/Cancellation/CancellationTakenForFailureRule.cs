using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Lifecycle.Health;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0404: a general handler around calls that were given the token, which treats the order to stop like a failure
/// of the work.</summary>
/// <remarks>
/// Reports as a warning where the handler records a failure in another process (a dead letter, a row, a message), or where an
/// endless loop goes round again; as a suggestion where it logs an error, or where a loop that asks no token goes on with the
/// next item. Silent with any filter, where an earlier clause may take cancellations, where the handler throws, asks the token
/// or tests the exception for a cancellation, or gives back what it took, and in shutdowns and health checks. It matters
/// because every deployment then dead-letters what was in flight.
/// </remarks>
internal sealed class CancellationTakenForFailureRule() : Rule(
    "REL0404", "Cancellation taken for a failure", Categories.Cancellation, DiagnosticSeverity.Warning,
    "When '{0}' is cancelled, {1} throws and this handler {2}; let cancellations pass before it",
    "A stop is not a failure: what records it as one poisons queues, rows and alerts with every deployment.")
{
    /// <summary>A clause for cancellations is put before this one.</summary>
    internal const string LetPass = "LetCancellationPass";

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is { OperationCanceled: not null, TaskCanceled: not null, CancellationToken: not null })
        {
            var healthCheck = start.Type("Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck");
            var declared = new HealthCheckMethods(start.Knowledge);
            start.On(OperationKind.CatchClause, site => Check(site, healthCheck, declared));
        }
    }

    private static void Check(Site site, INamedTypeSymbol? healthCheck, HealthCheckMethods declared)
    {
        var clause = (ICatchClauseOperation)site.Operation;
        if (!site.Knowledge.Catches.TakesAll(clause)
            || clause.Parent is not ITryOperation block
            || clause.Handler.Operations.IsEmpty
            || GivenToken.FirstIn(block, site.Knowledge) is not { } given
            || IsExpected(block, clause, site, healthCheck, declared)
            || SwallowingHandler.LooksAtCancellation(clause, site.Knowledge, site.Cancelled))
        {
            return;
        }

        var handler = new SwallowingHandler(clause, block, site);
        if (handler.Records is { } write)
            Report(site, clause, DiagnosticSeverity.Warning, given, "records a failure with " + write);
        else if (handler.KeepsEndlessLoopGoing)
            Report(site, clause, DiagnosticSeverity.Warning, given, "lets the loop go round again, at full speed, until the process is killed");
        else if (handler.KeepsLoopGoing)
            Report(site, clause, DiagnosticSeverity.Info, given, "lets the loop go on with the next round, which fails as well");
        else if (handler.LogsError && handler.EndsWork)
            Report(site, clause, DiagnosticSeverity.Info, given, "logs an error, though nothing is wrong");
    }

    private static bool IsExpected(ITryOperation block, ICatchClauseOperation clause, Site site, INamedTypeSymbol? healthCheck, HealthCheckMethods declared)
    {
        foreach (var earlier in block.Catches)
        {
            if (earlier == clause)
                break;

            if (site.Knowledge.Catches.MayTake(earlier, site.Knowledge.Core.TaskCanceled))
                return true;
        }

        return site.Member is not IMethodSymbol method
            || site.Knowledge.EntryPoints.IsShutdown(method)
            || declared.IsDeclared(method)
            || (healthCheck is not null && method.ContainingType.AllInterfaces.Contains(healthCheck, SymbolEqualityComparer.Default));
    }

    private static void Report(Site site, ICatchClauseOperation clause, DiagnosticSeverity severity, GivenToken given, string what)
    {
        var syntax = (CatchClauseSyntax)clause.Syntax;
        site.Report(
            syntax.Declaration?.Type.GetLocation() ?? syntax.CatchKeyword.GetLocation(),
            severity,
            DiagnosticProperties.With(LetPass, given.Token),
            given.Token,
            given.Call,
            what);
    }
}
