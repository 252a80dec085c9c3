using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Retries;

/// <summary>The part of REL0505 that is about Polly: retries of every exception, of every result, of every status but
/// success.</summary>
/// <param name="options">The options of a retry strategy of version 8, or null.</param>
internal sealed class HopelessPolicies(INamedTypeSymbol? options)
{
    private readonly PollyRetries _polly = new(options);

    public void Start(RuleStart start)
    {
        if (start.Type("Polly.PolicyBuilder") is not null || start.Type("Polly.PredicateBuilder`1") is not null)
        {
            start.OnCall(CheckHandled, "Handle", "Or");
            start.OnCall(CheckResult, "HandleResult", "OrResult");
        }

        if (options is not null)
            start.On(OperationKind.SimpleAssignment, CheckEverything);
    }

    /// <summary>Policy.Handle&lt;Exception&gt;().Retry…, ShouldHandle = new PredicateBuilder().Handle&lt;Exception&gt;()</summary>
    private void CheckHandled(Site site, IInvocationOperation call)
    {
        if (call is { TargetMethod: { TypeArguments: [var handled] } method, Arguments.IsEmpty: true }
            && IsOfPolly(method) && CoreTypes.Same(handled, site.Knowledge.Core.Exception) && IsRetried(call))
        {
            site.Report(call.Syntax, "Every exception is tried again, also what no attempt can mend: ArgumentException, 401, a bug");
        }
    }

    /// <summary>OrResult(response => !response.IsSuccessStatusCode)</summary>
    private void CheckResult(Site site, IInvocationOperation call)
    {
        if (IsOfPolly(call.TargetMethod)
            && call.Arguments is [.., { Value: var given }] && given.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } result }] } }
            && result.Unwrapped() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }
            && operand.Unwrapped() is IPropertyReferenceOperation { Property.Name: "IsSuccessStatusCode" }
            && IsRetried(call))
        {
            site.Report(result.Syntax, "Every status but success is tried again, also what stays refused: 400, 401, 403, 404");
        }
    }

    /// <summary>ShouldHandle = _ => PredicateResult.True()</summary>
    private void CheckEverything(Site site)
    {
        if (site.Operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ShouldHandle" } property }, Value: var value }
            && _polly.IsOptions(property.ContainingType)
            && value.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } result }] } }
            && result.Unwrapped() is IInvocationOperation { TargetMethod: { Name: "True", ContainingType.Name: "PredicateResult" } })
        {
            site.Report(value.Syntax, "Everything is tried again, results that are fine as well");
        }
    }

    private static bool IsOfPolly(IMethodSymbol method) => method.ContainingNamespace is { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Whether what is built ends in a retry, and not in a circuit breaker or a fallback.</summary>
    private bool IsRetried(IInvocationOperation call)
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
                    return _polly.IsOptions(property.ContainingType);
                case IInvocationOperation or IArgumentOperation or IConversionOperation or IParenthesizedOperation:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
