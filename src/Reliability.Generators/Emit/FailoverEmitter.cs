using Reliability.Declarations;
using Reliability.Declarations.Failover;
using Reliability.Model;

namespace Reliability.Generators.Emit;

/// <summary>Emits what is around the core of a method besides measuring: the class that holds it, and the call through it.</summary>
internal static class FailoverEmitter
{
    private const string Policies = "global::Reliability.Failover.";

    /// <summary>The class that holds what is around the core of an operation. No identifier of an operation has an underscore inside of it, so no
    /// site has such a class.</summary>
    public static string Holder(string identifier) => "__Failover_" + identifier;

    public static void EmitSite(SourceWriter source, Guard guard)
    {
        var (failover, type) = (guard.Failover, guard.Failover.NeedsPackage ? Policies + "FailoverSite" : "global::Reliability.Overload.AdmissionGate");
        var create = $"internal static readonly {type} Site = {type}.Create(__service, {Literals.Of(failover.Operation)}, ";
        source.Line($"/// <summary>{Literals.InComment(failover.Operation)}</summary>");
        source.Line($"[{Markers.GeneratedCode}]");
        using (source.Open($"internal static class {guard.Holder}"))
        {
            if (!failover.NeedsPackage)
            {
                source.Line(create + Limits(failover.Capacity!) + ");");
                return;
            }

            using (source.Open($"{create}new {Policies}FailoverPolicy", end: failover.Capacity is { } capacity ? $"}}, {Limits(capacity)});" : "}, null);"))
                EmitPolicy(source, failover);
        }
    }

    /// <summary>The call of a core through what is around it. The lambda is static: what the core is given travels as a state, so that a call
    /// makes no closure. Its type is written out: an argument that is <c>dynamic</c> would leave open which of four overloads is meant; and what a
    /// core or fallback promises about null is checked where it is written, and not here.</summary>
    public static string Call(string space, Guard guard, PartialMethod method)
    {
        var (state, token) = (method.LocalPrefix + "state", method.LocalPrefix + "token");
        var given = Given(guard.Failover, method).ToList();
        var core = Receiver(guard.Failover.IsCoreStatic, given, state)
            + $"{HookEmitter.CoreName(method)}{method.TypeParameters}({Arguments(guard.Failover, method, given, state, token)})";
        var site = $"global::{space}.{ExplicitCalls.Operations}.{guard.Holder}.Site";
        var execute = guard.Failover.NeedsPackage ? site + ".ExecuteAsync(" : $"global::Reliability.Overload.AdmittedCalls.ExecuteAsync({site}, ";
        var fallback = guard.Failover switch
        {
            { NeedsPackage: false } => "",
            { Fallback: { } answer } => Fallback(answer, guard.Failover, method, given) + ", ",
            _ => "null, ",
        };
        return $"{execute}{Markers.OfLambda} static ({state}, {token}) => ({method.ReturnType}){core}!, {State(given)}, {fallback}{method.CancellationToken ?? "default"})";
    }

    private static string Fallback(FallbackDeclaration fallback, FailoverDeclaration failover, PartialMethod method, List<string> given)
    {
        var (state, exception, token) = (method.LocalPrefix + "state", method.LocalPrefix + "exception", method.LocalPrefix + "token");
        var arguments = Arguments(failover, method, given, state, token, "!");
        if (fallback.TakesException)
            arguments += arguments.Length == 0 ? exception : ", " + exception;

        var answer = $"{Receiver(fallback.IsStatic, given, state)}{fallback.Method}({arguments})";
        var task = "global::System.Threading.Tasks.ValueTask" + (failover.Result is null ? "" : "<" + failover.Result + ">");
        var isValueTask = method.ReturnType.StartsWith("global::System.Threading.Tasks.ValueTask", StringComparison.Ordinal);
        var body = (fallback.ReturnsTask, isValueTask, failover.Result) switch
        {
            (true, true, _) => $"({task}){answer}!",
            (true, false, _) => $"new {task}(({method.ReturnType}){answer}!)",
            (false, _, not null) => $"new {task}(({failover.Result}){answer}!)",
            _ => $"{{ {answer}; return default; }}",
        };
        return $"{Markers.OfLambda} static ({state}, {exception}, {token}) => {body}";
    }

    /// <summary>What travels: the object, and every argument but the token that the pipeline replaces.</summary>
    private static IEnumerable<string> Given(FailoverDeclaration failover, PartialMethod method) =>
        (method.IsInstance ? Enumerable.Repeat("this", 1) : []).Concat(failover.Parameters.Where(parameter => parameter != method.CancellationToken));

    private static string State(List<string> given) => given.Count switch
    {
        0 => "0",
        1 => given[0],
        _ => "(" + string.Join(", ", given) + ")",
    };

    private static string Part(List<string> given, string name, string state) =>
        given.Count == 1 ? state : state + ".Item" + Literals.Of(given.IndexOf(name) + 1);

    private static string Receiver(bool isStatic, List<string> given, string state) => isStatic ? "" : Part(given, "this", state) + ".";

    private static string Arguments(FailoverDeclaration failover, PartialMethod method, List<string> given, string state, string token, string mark = "") =>
        string.Join(", ", failover.Parameters.Select(parameter => parameter == method.CancellationToken ? token : Part(given, parameter, state) + mark));

    private static void EmitPolicy(SourceWriter source, FailoverDeclaration failover)
    {
        if (failover.Timeout is { } timeout)
        {
            source.Line($"Timeout = new {Policies}TimeoutPolicy {{ Total = {Milliseconds(timeout.Milliseconds)}"
                + (timeout.AttemptMilliseconds is { } attempt ? $", Attempt = {Milliseconds(attempt)}" : "") + " },");
        }

        if (failover.Retry is { } retry)
        {
            source.Line($"Retry = new {Policies}RetryPolicy {{ MaxAttempts = {Literals.Of(retry.MaxAttempts)}, Delay = {Milliseconds(retry.DelayMilliseconds)}, "
                + $"MaxDelay = {Milliseconds(retry.MaxDelayMilliseconds)}, BudgetPercent = {Literals.Of(retry.BudgetPercent)}, Dependency = {Literals.OrNull(retry.Dependency)}{On(retry.On)} }},");
        }

        if (failover.CircuitBreaker is { } breaker)
        {
            source.Line($"CircuitBreaker = new {Policies}CircuitBreakerPolicy {{ FailurePercent = {Literals.Of(breaker.FailurePercent)}, MinimumCalls = {Literals.Of(breaker.MinimumCalls)}, "
                + $"Sampling = {Seconds(breaker.SamplingSeconds)}, Break = {Seconds(breaker.BreakSeconds)}, Name = {Literals.OrNull(breaker.Name)} }},");
        }

        if (failover.Fallback is { } fallback)
            source.Line($"Fallback = new {Policies}FallbackPolicy {{{(fallback.On.Count == 0 ? "" : On(fallback.On).Substring(1))} }},");
    }

    private static string On(EquatableArray<string> names) =>
        names.Count == 0 ? "" : $", On = global::Reliability.Model.EquatableArray.Of({string.Join(", ", names.Select(Literals.Of))})";

    private static string Limits(CapacityDeclaration capacity) =>
        $"new global::Reliability.Overload.CapacityLimits {{ MaxConcurrency = {Literals.Of(capacity.MaxConcurrency)}, QueueLimit = {Literals.Of(capacity.QueueLimit)}, "
        + $"QueueTimeout = {Milliseconds(capacity.QueueMilliseconds)}, IsAdaptive = {(capacity.Adaptive ? "true" : "false")}, MinConcurrency = {Literals.Of(capacity.MinConcurrency)} }}";

    private static string Milliseconds(double value) => $"global::System.TimeSpan.FromMilliseconds({Literals.Of(value)})";

    private static string Seconds(double value) => $"global::System.TimeSpan.FromSeconds({Literals.Of(value)})";
}
