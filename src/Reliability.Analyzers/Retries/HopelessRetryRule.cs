using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0505: a retry that also tries again what stays wrong: a bad argument, a request that is refused. The caller gets
/// the same failure later, and the dependency gets the same bad request several times.</summary>
/// <remarks>
/// Reports a retry loop whose clause takes all exceptions around code that throws an <c>ArgumentException</c> or the like by itself;
/// one that takes the failure of an HTTP status without looking at the status; and Polly retries of <c>Exception</c>, of every
/// result, or of every status but success. Silent where a filter or the handler looks into the exception.
/// </remarks>
internal sealed class HopelessRetryRule() : Rule(
    "REL0505", "Retries what can never succeed", Categories.Retries, DiagnosticSeverity.Info,
    "{0}",
    "Only failures that pass are worth another attempt; the others should come back to the caller at once.")
{
    private static readonly string[] s_hopeless =
        ["System.ArgumentException", "System.NotSupportedException", "System.NotImplementedException", "System.InvalidCastException", "System.FormatException", "System.UriFormatException"];

    public override void Start(RuleStart start)
    {
        var hopeless = s_hopeless.Select(start.Type).Where(type => type is not null).ToArray();
        var request = start.Type("System.Net.Http.HttpRequestException");
        start.OnLoop((site, loop) => Check(site, loop, hopeless, request));

        var polly = new PollyRetries(start.Type("Polly.Retry.RetryStrategyOptions`1"));
        if (start.Type("Polly.PolicyBuilder") is not null || start.Type("Polly.PredicateBuilder`1") is not null)
        {
            start.OnCall((site, call) => CheckHandled(site, call, polly), "Handle", "Or");
            start.OnCall((site, call) => CheckResult(site, call, polly), "HandleResult", "OrResult");
        }

        if (start.Type("Polly.Retry.RetryStrategyOptions`1") is not null)
            start.On(OperationKind.SimpleAssignment, site => CheckEverything(site, polly));
    }

    private static void Check(Site site, Loop loop, INamedTypeSymbol?[] hopeless, INamedTypeSymbol? request)
    {
        foreach (var attempt in loop.Attempts)
        {
            foreach (var clause in attempt.Catches)
            {
                var isGeneral = site.Knowledge.Catches.IsGeneral(clause);
                if ((clause.Filter is { } filter && (filter.OwnFrame().Any(part => part is IInvocationOperation or IPropertyReferenceOperation) || LooksInto(filter, clause)))
                    || LooksInto(clause.Handler, clause))
                {
                    continue;
                }

                foreach (var part in attempt.Try.Body.OwnFrame())
                {
                    if (isGeneral && part is IThrowOperation { Exception: { } thrown } && thrown.Unwrapped() is IObjectCreationOperation created && hopeless.Any(type => created.Type.IsOrDerivesFrom(type))
                        && !site.Knowledge.Catches.IsTakenBetween(part, attempt.Try.Body, created.Type as INamedTypeSymbol)
                        && attempt.Try.Catches.First(taker => site.Knowledge.Catches.MayTake(taker, created.Type as INamedTypeSymbol)) == clause)
                    {
                        site.Report(created.Syntax, "Every attempt throws this again: none of them can mend what " + created.Type!.Name + " complains of");
                        return;
                    }

                    if ((isGeneral || CoreTypes.Same(clause.ExceptionType, request)) && part is IInvocationOperation { TargetMethod: { Name: "EnsureSuccessStatusCode", ContainingType.Name: "HttpResponseMessage" } } ensure
                        && !LooksAtStatus(attempt.Try.Body))
                    {
                        site.Report(ensure.Syntax, "The loop also tries again what stays refused: 400, 401, 403 and 404 are thrown here like 503");
                        return;
                    }
                }
            }
        }
    }

    /// <summary>Whether code reads more of the exception than what is logged: its type, its status.</summary>
    private static bool LooksInto(IOperation root, ICatchClauseOperation clause) => root.OwnFrame().Any(part =>
        part is ILocalReferenceOperation local && clause.Locals.Contains(local.Local, SymbolEqualityComparer.Default)
        && part.User() switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => !Handlers.IsTelemetry(call.TargetMethod),
            IPropertyReferenceOperation property => property.Property.Name is not ("Message" or "StackTrace" or "InnerException"),
            IThrowOperation or IInvocationOperation or IAssignmentOperation or IVariableInitializerOperation or IInterpolationOperation => false,
            _ => true,
        });

    private static bool LooksAtStatus(IOperation body) =>
        body.OwnFrame().Any(part => part is IPropertyReferenceOperation { Property: { Name: "StatusCode" or "IsSuccessStatusCode", ContainingType.Name: "HttpResponseMessage" } });

    /// <summary>Policy.Handle&lt;Exception&gt;().Retry…, ShouldHandle = new PredicateBuilder().Handle&lt;Exception&gt;()</summary>
    private static void CheckHandled(Site site, IInvocationOperation call, PollyRetries polly)
    {
        if (call is { TargetMethod: { TypeArguments: [var handled] } method, Arguments.IsEmpty: true }
            && IsOfPolly(method) && CoreTypes.Same(handled, site.Knowledge.Core.Exception) && IsRetried(call, polly))
        {
            site.Report(call.Syntax, "Every exception is tried again, also what no attempt can mend: ArgumentException, 401, a bug");
        }
    }

    /// <summary>OrResult(response => !response.IsSuccessStatusCode)</summary>
    private static void CheckResult(Site site, IInvocationOperation call, PollyRetries polly)
    {
        if (IsOfPolly(call.TargetMethod)
            && call.Arguments is [.., { Value: var given }] && given.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } result }] } }
            && result.Unwrapped() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }
            && operand.Unwrapped() is IPropertyReferenceOperation { Property.Name: "IsSuccessStatusCode" }
            && IsRetried(call, polly))
        {
            site.Report(result.Syntax, "Every status but success is tried again, also what stays refused: 400, 401, 403, 404");
        }
    }

    /// <summary>ShouldHandle = _ => PredicateResult.True()</summary>
    private static void CheckEverything(Site site, PollyRetries polly)
    {
        if (site.Operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ShouldHandle" } property }, Value: var value }
            && polly.IsOptions(property.ContainingType)
            && value.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } result }] } }
            && result.Unwrapped() is IInvocationOperation { TargetMethod: { Name: "True", ContainingType.Name: "PredicateResult" } })
        {
            site.Report(value.Syntax, "Everything is tried again, results that are fine as well");
        }
    }

    private static bool IsOfPolly(IMethodSymbol method) => method.ContainingNamespace is { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Whether what is built ends in a retry, and not in a circuit breaker or a fallback.</summary>
    private static bool IsRetried(IInvocationOperation call, PollyRetries polly)
    {
        for (var user = call.User(); user is not null; user = user.Parent)
        {
            switch (user)
            {
                case IInvocationOperation next when PollyRetries.IsRetry(next.TargetMethod):
                    return true;
                case IInvocationOperation next when !IsOfPolly(next.TargetMethod):
                    return false;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ShouldHandle" } property } }:
                    return polly.IsOptions(property.ContainingType);
                case IInvocationOperation or IArgumentOperation or IConversionOperation or IParenthesizedOperation:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
