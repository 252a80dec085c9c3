using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Cancellation;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Lifecycle.Health;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0903: a health check that goes on when its time is up, or says Healthy then.</summary>
/// <remarks>
/// Reports, in <c>IHealthCheck.CheckHealthAsync</c> and in methods with <c>[Readiness]</c> and its like: a call to something outside of the
/// process that is waited for and not given the token, where it would take one; a handler for everything that answers Healthy though what
/// it takes may be the end of the time; and a declared check that waits for such a call and takes no token. Silent where CA2016 is itself
/// a warning, which says the first of these at the same place; on <c>CancellationToken.None</c>; on calls that are given a time; on calls
/// of this assembly that have no parameter for the token, which REL0401 reports; and on handlers that answer Unhealthy: the health check
/// service makes the same of a timeout.
/// </remarks>
internal sealed class CheckIgnoresTokenRule() : Rule(
    "REL0903", "Health check outlives its time", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "{0}",
    "A probe is asked every few seconds and has one second: checks that hang with what they check pile up, and take the probe with them.")
{
    /// <summary>The call gets the text.</summary>
    internal const string PassToken = "PassToken";

    public override void Start(RuleStart start)
    {
        var checks = new HealthCheckMethods(start.Knowledge);
        if (checks.AreKnown)
        {
            start.On(OperationKind.Invocation, site => CheckCall(site, checks));
            start.On(OperationKind.CatchClause, site => CheckHandler(site, checks));
            start.On(OperationKind.MethodBody, site => CheckTokenless(site, checks));
        }
    }

    private static void CheckCall(Site site, HealthCheckMethods checks)
    {
        var call = (IInvocationOperation)site.Operation;
        if (!checks.Contains(site.Member)
            || site.Knowledge.Tokens.InScope(call, site.Member) is not { } token
            || !IgnoredToken.IsIn(call, site.Knowledge, site.Cancelled)
            || NeighbourSeverities.IsWarning(site.Knowledge.Compilation, call.Syntax.SyntaxTree, "CA2016", site.Cancelled)
            || IgnoredToken.Argument(call, token, site.Model, site.Knowledge) is not { } argument)
        {
            return;
        }

        site.Report(
            CalledName.Of(call),
            DiagnosticProperties.With(PassToken, argument),
            Sentence(call.Name(), site.Knowledge.Apis.Of(call.TargetMethod), "'" + token + "' is at hand and not passed on"));
    }

    private static void CheckTokenless(Site site, HealthCheckMethods checks)
    {
        if (site.Member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || !checks.IsDeclared(method) || TokenCarriers.HasToken(method, site.Knowledge))
            return;

        foreach (var part in site.Operation.Descendants())
        {
            if (part is IInvocationOperation call && IgnoredToken.IsIn(call, site.Knowledge, site.Cancelled) && Name(site.Operation.Syntax) is { } place)
            {
                if (IgnoredToken.Argument(call, "default(System.Threading.CancellationToken)", site.Model, site.Knowledge) is not null)
                    site.Report(place.GetLocation(), site.Severity, DiagnosticProperties.None, Sentence(call.Name(), site.Knowledge.Apis.Of(call.TargetMethod), "'" + method.Name + "' takes no CancellationToken that it could pass on"));

                return;
            }
        }
    }

    private static void CheckHandler(Site site, HealthCheckMethods checks)
    {
        var clause = (ICatchClauseOperation)site.Operation;
        if (!checks.Contains(site.Member)
            || clause.Filter is not null
            || clause.Parent is not ITryOperation block
            || !site.Knowledge.Catches.MayTake(clause, site.Knowledge.Core.TaskCanceled)
            || GivenToken.FirstIn(block, site.Knowledge) is not { } given
            || block.Catches.TakeWhile(earlier => earlier != clause).Any(earlier => site.Knowledge.Catches.MayTake(earlier, site.Knowledge.Core.TaskCanceled))
            || SwallowingHandler.LooksAtCancellation(clause, site.Knowledge, site.Cancelled)
            || !HealthResults.AreHealthy(clause.Handler))
        {
            return;
        }

        var syntax = (CatchClauseSyntax)clause.Syntax;
        site.Report(
            syntax.Declaration?.Type.GetLocation() ?? syntax.CatchKeyword.GetLocation(),
            site.Severity,
            DiagnosticProperties.None,
            "This handler answers Healthy also when " + given.Call + " was cancelled because the time of the check is up: what hangs looks well");
    }

    private static string Sentence(string call, ApiFacts? api, string why) =>
        call + " goes on when the time of the check is up" + (api?.Timeout is { } time && time > TimeSpan.Zero ? ", for " + Durations.Text(time) + " in all" : "") + ", and the probe hangs with it: " + why;

    private static SyntaxToken? Name(SyntaxNode method) => (method as MethodDeclarationSyntax)?.Identifier;
}
