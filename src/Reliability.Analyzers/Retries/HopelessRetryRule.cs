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

        new HopelessPolicies(start.Type("Polly.Retry.RetryStrategyOptions`1")).Start(start);
    }

    private static void Check(Site site, Loop loop, INamedTypeSymbol?[] hopeless, INamedTypeSymbol? request)
    {
        foreach (var attempt in loop.Attempts)
        {
            foreach (var clause in attempt.Catches)
            {
                var isGeneral = site.Knowledge.Catches.IsGeneral(clause);
                if ((clause.Filter is { } filter && (filter.OwnFrame().Any(part => part is IInvocationOperation or IPropertyReferenceOperation) || LooksInto(filter, clause, site.Knowledge)))
                    || LooksInto(clause.Handler, clause, site.Knowledge))
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
    private static bool LooksInto(IOperation root, ICatchClauseOperation clause, Knowledge knowledge) => root.OwnFrame().Any(part =>
        part is ILocalReferenceOperation local && clause.Locals.Contains(local.Local, SymbolEqualityComparer.Default)
        && part.User() switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => !Telemetry.Is(call.TargetMethod, knowledge),
            IPropertyReferenceOperation property => property.Property.Name is not ("Message" or "StackTrace" or "InnerException"),
            IThrowOperation or IInvocationOperation or IAssignmentOperation or IVariableInitializerOperation or IInterpolationOperation => false,
            _ => true,
        });

    private static bool LooksAtStatus(IOperation body) =>
        body.OwnFrame().Any(part => part is IPropertyReferenceOperation { Property: { Name: "StatusCode" or "IsSuccessStatusCode", ContainingType.Name: "HttpResponseMessage" } });
}
