using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>A variable that holds an instant of the wall clock, with all its values and uses. If it is only ever compared
/// with the clock or subtracted from it, it measures; if it goes anywhere else, it is data.</summary>
internal sealed class ClockLocal
{
    private readonly ILocalReferenceOperation _reference;
    private readonly bool _isElsewhere;

    public ClockLocal(ILocalReferenceOperation reference)
    {
        _reference = reference;
        foreach (var operation in reference.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when CoreTypes.Same(declarator.Symbol, reference.Local):
                    Declarator = declarator;
                    if (declarator.GetVariableInitializer()?.Value is { } value)
                        Values.Add(value);

                    break;
                case ILocalReferenceOperation other when CoreTypes.Same(other.Local, reference.Local):
                    if (other.Parent is ISimpleAssignmentOperation assignment && assignment.Target == other)
                        Values.Add(assignment.Value);
                    else
                        Uses.Add(other);

                    _isElsewhere |= other.Function() != reference.Function();
                    break;
            }
        }
    }

    public ILocalSymbol Local => _reference.Local;

    public IVariableDeclaratorOperation? Declarator { get; private set; }

    /// <summary>All that is assigned to it.</summary>
    public List<IOperation> Values { get; } = [];

    /// <summary>Where it is read.</summary>
    public List<ILocalReferenceOperation> Uses { get; } = [];

    /// <summary>Whether it holds only instants of the clock, and goes nowhere else.</summary>
    public bool IsOnlyTime(int hops)
    {
        if (Values.Count == 0 || !GoesNowhere(hops))
            return false;

        foreach (var value in Values)
        {
            if (!WallClock.IsDerived(value, hops))
                return false;
        }

        return true;
    }

    /// <summary>What stands opposite in a comparison or subtraction, or null.</summary>
    public static IOperation? Opposite(IOperation instant)
    {
        var value = instant;
        while (value.Parent is { } outer && (outer is IConversionOperation or IParenthesizedOperation or IPropertyReferenceOperation { Property.Name: "Ticks" } || IsSum(outer, value)))
            value = outer;

        return value.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } or IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean } =>
                ((IBinaryOperation)value.Parent).LeftOperand == value ? ((IBinaryOperation)value.Parent).RightOperand : ((IBinaryOperation)value.Parent).LeftOperand,
            IInvocationOperation { TargetMethod.Name: "Subtract" } call when call.Instance == value => call.Arguments[0].Value,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } minuend } } => minuend,
            _ => null,
        };
    }

    /// <summary>Whether every use compares or subtracts, in the function that reads it.</summary>
    private bool GoesNowhere(int hops)
    {
        if (_isElsewhere)
            return false;

        foreach (var use in Uses)
        {
            if (!IsMeasure(use, hops))
                return false;
        }

        return true;
    }

    private static bool IsMeasure(ILocalReferenceOperation use, int hops)
    {
        if (Opposite(use) is { } opposite)
        {
            return WallClock.IsRead(opposite is IPropertyReferenceOperation { Property.Name: "Ticks", Instance: { } clock } ? clock : opposite)
                || (opposite.Unwrapped() is not ILocalReferenceOperation && WallClock.IsDerived(opposite, 0));
        }

        // var deadline = start + timeout;
        return Variable(use) is { } derived && hops > 0 && !CoreTypes.Same(derived.Local, use.Local) && new ClockLocal(derived).GoesNowhere(hops - 1);
    }

    private static bool IsSum(IOperation outer, IOperation value) => outer switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => sum.LeftOperand == value,
        IInvocationOperation call => call.Instance == value && WallClock.IsLengthAdded(call.TargetMethod),
        _ => false,
    };

    private static ILocalReferenceOperation? Variable(IOperation use)
    {
        for (var user = use.Parent; user is not null; user = user.Parent)
        {
            switch (user)
            {
                case IVariableDeclaratorOperation declarator:
                    foreach (var operation in declarator.Root().Descendants())
                    {
                        if (operation is ILocalReferenceOperation reference && CoreTypes.Same(reference.Local, declarator.Symbol))
                            return reference;
                    }

                    return null;
                case IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                case IInvocationOperation call when WallClock.IsLengthAdded(call.TargetMethod):
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }
}
