using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>Recognises the clocks that others set, and what is computed of them.</summary>
internal static class WallClock
{
    private const int MaxHops = 3;

    /// <summary>Whether an operation reads a wall clock: <c>DateTime.UtcNow</c>, <c>DateTimeOffset.Now</c>.</summary>
    public static bool IsRead(IOperation operation) => operation.Unwrapped() is IPropertyReferenceOperation { Property: { Name: "UtcNow" or "Now", IsStatic: true } property }
        && IsDate(property.ContainingType);

    /// <summary>The comparison that an instant is in, through a difference and its unit; or null.</summary>
    public static IBinaryOperation? Comparison(IOperation instant)
    {
        for (var (value, user) = (instant, instant.Parent); user is not null; (value, user) = (user, user.Parent))
        {
            switch (user)
            {
                case IParenthesizedOperation or IConversionOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract }:
                case IPropertyReferenceOperation { Property: { ContainingType: { Name: "TimeSpan" or "DateTime" or "DateTimeOffset" } } property } when IsSystem(property.ContainingType):
                case IInvocationOperation { TargetMethod: { Name: "Subtract" } method } call when IsDate(method.ContainingType) && call.Instance == value:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Subtract" } subtract } } when IsDate(subtract.ContainingType):
                    continue;
                case IBinaryOperation comparison when IsOrdering(comparison):
                    return comparison;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether an instant is the clock's own, or that and a length: not a time of day, not from a calendar.</summary>
    public static bool IsDerived(IOperation instant, int hops = MaxHops) => instant.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property: { Name: "Ticks", ContainingType: { } type }, Instance: { } inner } when IsDate(type) => IsDerived(inner, hops),
        var clock when IsRead(clock) => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum => IsDerived(sum.LeftOperand, hops) && !IsDate(sum.RightOperand.Type),
        IInvocationOperation { Instance: { } date } call => IsLengthAdded(call.TargetMethod) && IsDerived(date, hops),
        ILocalReferenceOperation local => hops > 0 && new ClockLocal(local).IsOnlyTime(hops - 1),
        _ => false,
    };

    /// <summary>Whether a method adds a length to an instant; days and months are for calendars.</summary>
    public static bool IsLengthAdded(IMethodSymbol method) =>
        method.Name is "Add" or "AddHours" or "AddMinutes" or "AddSeconds" or "AddMilliseconds" or "AddTicks" && IsDate(method.ContainingType);

    /// <summary>Whether an operation compares by size.</summary>
    public static bool IsOrdering(IBinaryOperation operation) =>
        operation.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    public static bool IsDate(ITypeSymbol? type) => type is { Name: "DateTime" or "DateTimeOffset" } && IsSystem(type);

    private static bool IsSystem(ITypeSymbol type) => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
