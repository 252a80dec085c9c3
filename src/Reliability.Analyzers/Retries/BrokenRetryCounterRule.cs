using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0508: a retry whose counter or condition does not do what it is there for: the limit is never reached, or there
/// is no second attempt.</summary>
/// <remarks>
/// Reports a counter that starts anew in every round or is never counted, found by counting through the rounds as the code
/// would; a counter that is handed to the next attempt before it is counted (<c>Get(uri, attempt++)</c>); and <c>mayRetry ||
/// !token.IsCancellationRequested</c>, which goes on until it is cancelled whatever the first half says. Silent about every counter
/// that is captured, passed by reference, or changed in a way that is not understood.
/// </remarks>
internal sealed class BrokenRetryCounterRule() : Rule(
    "REL0508", "Broken retry counter or condition", Categories.Retries, DiagnosticSeverity.Warning,
    "{0}",
    "A cap that is never reached is worse than none: everybody believes that the retry ends.")
{
    public override void Start(RuleStart start)
    {
        start.OnLoop(CheckCounters);
        start.OnLoop((site, loop) =>
        {
            foreach (var either in EndlessConditions.In(loop, site.Knowledge))
                site.Report(either.Syntax, DiagnosticProperties.With("And"), "The retry goes on until it is cancelled, whatever the other side of '||' says: '&&' is meant");
        });
        start.On(OperationKind.Increment, CheckHandedOn);
        start.On(OperationKind.Decrement, CheckHandedOn);
    }

    private static void CheckCounters(Site site, Loop loop)
    {
        foreach (var attempt in loop.Attempts)
        {
            foreach (var clause in attempt.Catches)
            {
                foreach (var count in AttemptCount.Of(attempt, clause))
                {
                    if (count.Attempts is null)
                    {
                        var (place, why) = count.Reset is { } reset
                            ? (reset, "starts anew in every round")
                            : (count.Comparison, "is not counted on the way round");
                        site.Report(place.Syntax, Fix(count.Reset, loop), "The limit is never reached and the retry never ends: '" + count.Counter.Name + "' " + why);
                        return;
                    }

                    if (count is { Attempts: 1, IsConstant: true } && !AttemptCount.Of(attempt, clause).Any(other => other.Attempts is null or 0))
                    {
                        site.Report(count.Comparison.Syntax, "The first failure is the last: '" + count.Counter.Name + "' has reached its limit after one attempt");
                        return;
                    }
                }
            }
        }
    }

    /// <summary>A declaration of its own can stand before the loop, unless the name is needed there.</summary>
    private static ImmutableDictionary<string, string?> Fix(IOperation? reset, Loop loop) =>
        reset?.Syntax is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } } declarator
        && loop.Operation.Syntax.Parent is BlockSyntax block
        && !block.DescendantNodes().Any(node => node != declarator && node is VariableDeclaratorSyntax other && other.Identifier.ValueText == declarator.Identifier.ValueText)
            ? DiagnosticProperties.With("MoveOut")
            : DiagnosticProperties.None;

    /// <summary>return Get(uri, attempt++): the next attempt sees the same number.</summary>
    private static void CheckHandedOn(Site site)
    {
        if (site.Operation is not IIncrementOrDecrementOperation { IsPostfix: true, Target: IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol method } parameter } } step
            || step.Parent is not IArgumentOperation { Parameter: { } given, Parent: IInvocationOperation call }
            || !CoreTypes.Same(call.TargetMethod.OriginalDefinition, method.OriginalDefinition)
            || given.Ordinal != parameter.Ordinal
            || (call.Enclosing<ICatchClauseOperation>() is null && site.Knowledge.Methods.Reach(method, fact => fact.Api?.Has(Engine.Apis.ApiTraits.Remote) == true, null, site.Cancelled) is null))
        {
            return;
        }

        site.Report(
            step.Syntax,
            DiagnosticProperties.With("Count", parameter.Name + (step.Kind == OperationKind.Increment ? " + 1" : " - 1")),
            "The limit is never reached: the next attempt gets '" + parameter.Name + "' before it is counted");
    }
}
