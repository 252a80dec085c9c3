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
        start.OnLoop(CheckConditions);
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

    private static void CheckConditions(Site site, Loop loop)
    {
        foreach (var attempt in loop.Attempts)
        {
            if (loop.Condition is { } head && GoesOnUntilCancelled(head, site.Knowledge) is { } inHead && OtherCounts(inHead))
                Report(site, inHead);

            foreach (var clause in attempt.Catches)
            {
                if (clause.Filter is { } filter && GoesOnUntilCancelled(filter, site.Knowledge) is { } inFilter && !AsksException(inFilter, clause))
                    Report(site, inFilter);

                foreach (var part in clause.Handler.OwnFrame())
                {
                    // retry = ShouldRetry(…) || !token.IsCancellationRequested; where the loop goes on while (retry)
                    if (part is ISimpleAssignmentOperation { Target: ILocalReferenceOperation flag, Value: var value }
                        && loop.Condition?.Unwrapped() is ILocalReferenceOperation asked && CoreTypes.Same(asked.Local, flag.Local)
                        && GoesOnUntilCancelled(value, site.Knowledge) is { } assigned)
                    {
                        Report(site, assigned);
                    }
                }
            }
        }
    }

    private static void Report(Site site, IBinaryOperation either) =>
        site.Report(either.Syntax, DiagnosticProperties.With("And"), "The retry goes on until it is cancelled, whatever the other side of '||' says: '&&' is meant");

    private static IBinaryOperation? GoesOnUntilCancelled(IOperation condition, Knowledge knowledge) =>
        condition.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either && (IsNotCancelled(either.LeftOperand, knowledge) || IsNotCancelled(either.RightOperand, knowledge)) ? either : null;

    private static bool IsNotCancelled(IOperation side, Knowledge knowledge) =>
        side.Unwrapped() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } && knowledge.Tokens.IsAsked(operand.Unwrapped());

    private static bool OtherCounts(IBinaryOperation either) => either.OwnFrame().Any(part => part is IBinaryOperation
    {
        OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual,
    });

    /// <summary>e is not OperationCanceledException || !token.IsCancellationRequested tells a timeout from a shutdown.</summary>
    private static bool AsksException(IBinaryOperation either, ICatchClauseOperation clause) =>
        either.OwnFrame().Any(part => part is IIsTypeOperation or IIsPatternOperation && part.OwnFrame().Any(inner => inner is ILocalReferenceOperation local && clause.Locals.Contains(local.Local, SymbolEqualityComparer.Default)));

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
