using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Failover;

/// <summary>REL0801: a circuit breaker, limiter or bulkhead that is made for one call and thrown away after it.</summary>
/// <remarks>
/// Starts where something is executed, and reports only if what is executed is made anew on the way there: in the same
/// function, or in a member that it calls. Silent for what is kept, cached or handed on, for what is made outside of the loop
/// or lambda that uses it, and in what runs once: <c>Main</c>, workers, constructors.
/// </remarks>
internal sealed class StatePerCallRule() : Rule(
    "REL0801", "Breaker or limiter made for each call", Categories.Failover, DiagnosticSeverity.Warning,
    "This {0} is made for one call and thrown away after it: {1}; keep one for all calls",
    "A breaker learns of one call what the next one needs to know; one that is made for each call never opens, a limiter never limits.")
{
    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override void Start(RuleStart start)
    {
        if (start.Type("Polly.ResiliencePipeline") is not null || start.Type("Polly.Policy") is not null)
        {
            start.OnCall(OnPolly, "Execute", "ExecuteAsync", "ExecuteAndCapture", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync");
            start.OnCall(OnSelector, "AddPolicyHandler");
        }

        if (start.Type("System.Threading.RateLimiting.RateLimiter") is not null)
            start.OnCall(OnLimiter, "AcquireAsync", "AttemptAcquire");
    }

    private static void OnPolly(Site site, IInvocationOperation call)
    {
        if (PollyCalls.IsPolly(call.TargetMethod))
            Check(site, call);
    }

    private static void OnLimiter(Site site, IInvocationOperation call)
    {
        if (State.IsLimiter(call.TargetMethod.ContainingType))
            Check(site, call);
    }

    private static void Check(Site site, IInvocationOperation call)
    {
        if (RunsOften(site) && new Provenance(site.Knowledge, site.Cancelled).StateOf(call.Receiver(), call) is { } found)
            Report(site, found);
    }

    /// <summary>The function that <c>AddPolicyHandler</c> is given is asked for a policy by every request.</summary>
    private static void OnSelector(Site site, IInvocationOperation call)
    {
        if (call.TargetMethod is not { ContainingType.Name: "PollyHttpClientBuilderExtensions" }
            || call.Argument("policySelector")?.Unwrapped() is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation selector })
        {
            return;
        }

        foreach (var part in selector.Body.OwnFrame())
        {
            if (part is IReturnOperation { ReturnedValue: { } policy } && new Provenance(site.Knowledge, site.Cancelled).StateOf(policy, part) is { } found)
                Report(site, found);
        }
    }

    private static bool RunsOften(Site site)
    {
        if (site.Operation.Function() is not null)
            return true;

        return site.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.ExplicitInterfaceImplementation } method
            && !(method is { IsStatic: true, Name: "Main" or "<Main>$" })
            && (site.Knowledge.EntryPoints.Of(method) & ApiTraits.EntryWorker) == 0;
    }

    private static void Report(Site site, (State State, IOperation Place) found) => site.Report(
        found.Place.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : found.Place.Syntax,
        found.State.What,
        found.State.Loss);
}
