using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>REL1302: a loop that gives up by a clock that others set.</summary>
/// <remarks>
/// Reports the comparison of <c>DateTime.UtcNow</c> or its kin with a variable of the same function that holds nothing but
/// the same clock, plus a length, where the comparison ends a loop. Silent where the variable is used for anything else (then
/// it is data), for instants of a calendar (<c>Today</c>, <c>AddDays</c>), fields and parameters, and outside of loops.
/// </remarks>
internal sealed class WallClockTimeoutRule() : Rule(
    "REL1302", "Wall clock measures a timeout", Categories.Time, DiagnosticSeverity.Warning,
    "This loop gives up{0} by {1}, which others set: when it jumps{2}, the loop ends at once or goes on for as long as the jump; a Stopwatch only runs forward",
    "NTP, a resumed machine and summer time move the wall clock; a timeout that is measured with it ends too early, or not at all.")
{
    /// <summary>The fix.</summary>
    public const string Monotonic = nameof(Monotonic);

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core.TimeSpan is not null)
            start.On(OperationKind.PropertyReference, Check);
    }

    private static void Check(Site site)
    {
        var clock = (IPropertyReferenceOperation)site.Operation;
        if (!WallClock.IsRead(clock)
            || WallClock.Comparison(clock) is not { } comparison
            || Controlled(comparison) is not { } loop
            || ClockLocal.Opposite(clock) is not { } opposite
            || Variable(opposite, loop) is not { } variable
            || !WallClock.IsDerived(opposite)
            || clock.IsInExpressionTree())
        {
            return;
        }

        site.Report(
            comparison.Syntax,
            MonotonicEdits.Of(variable) is null ? DiagnosticProperties.None : DiagnosticProperties.With(Monotonic),
            Length(comparison, variable, site) is { } length ? " after " + Durations.Text(length) : "",
            clock.Property.ContainingType.Name + "." + clock.Property.Name,
            clock.Property is { Name: "Now", ContainingType.Name: "DateTime" } ? " (by an hour, twice a year)" : "");
    }

    /// <summary>The loop that a condition ends, in its head or by leaving it from inside; or null.</summary>
    private static ILoopOperation? Controlled(IOperation condition)
    {
        for (var (value, user) = (condition, condition.Parent); user is not null; (value, user) = (user, user.Parent))
        {
            switch (user)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } or IUnaryOperation or IParenthesizedOperation:
                    continue;
                case IWhileLoopOperation loop when loop.Condition == value:
                    return loop;
                case IForLoopOperation loop when loop.Condition == value:
                    return loop;
                case IConditionalOperation choice when choice.Condition == value && choice.Enclosing<ILoopOperation>() is { } around:
                    return Leaves(choice.WhenTrue, around) || Leaves(choice.WhenFalse, around) ? around : null;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool Leaves(IOperation? branch, ILoopOperation loop) => branch?.OwnFrame().Any(part => part switch
    {
        IReturnOperation or IThrowOperation => true,
        IBranchOperation { BranchKind: BranchKind.Break } => part.Enclosing<ILoopOperation>() == loop,
        _ => false,
    }) == true;

    /// <summary>The variable from before the loop that the clock is compared with.</summary>
    private static ClockLocal? Variable(IOperation opposite, ILoopOperation loop)
    {
        foreach (var part in opposite.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation local
                && (WallClock.IsDate(local.Type) || local.Type?.SpecialType == SpecialType.System_Int64)
                && new ClockLocal(local) is { Declarator: { } declarator } found
                && !declarator.IsWithin(loop)
                && WallClock.IsDerived(local))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>After which time the loop gives up, where that is constant.</summary>
    private static TimeSpan? Length(IBinaryOperation comparison, ClockLocal variable, Site site) =>
        Durations.Of(comparison.RightOperand, site.Knowledge, site.Cancelled)
        ?? (variable.Values is [var value] ? Added(value.Unwrapped(), site) : null);

    private static TimeSpan? Added(IOperation value, Site site) => value switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, RightOperand: var length } => Durations.Of(length, site.Knowledge, site.Cancelled),
        IInvocationOperation { TargetMethod.Name: "Add", Arguments: [{ Value: var length }] } => Durations.Of(length, site.Knowledge, site.Cancelled),
        IInvocationOperation { TargetMethod.Name: var name, Arguments: [{ Value: var amount }] } when TimeComponent.Named(name.Substring(3)) is { } unit && Durations.Number(amount) is { } number =>
            TimeSpan.FromTicks((long)(number * unit.Ticks)),
        _ => null,
    };
}
