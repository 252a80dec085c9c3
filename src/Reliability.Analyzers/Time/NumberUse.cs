using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>What a number is for.</summary>
internal enum NumberUse
{
    /// <summary>Shown, tested for zero, put together with others, or not understood.</summary>
    Other,

    /// <summary>Compared with another amount.</summary>
    Compared,

    /// <summary>Compared with half of a unit, as code does that rounds.</summary>
    Rounded,

    /// <summary>Given to a numeric parameter.</summary>
    Given,

    /// <summary>Given to a parameter or property of a known API that is a time by its name: <c>millisecondsDelay</c>.</summary>
    GivenAsTime,

    /// <summary>Kept in a number.</summary>
    Assigned,

    /// <summary>Returned as a number.</summary>
    Returned,
}

/// <summary>Finds out what a number is for.</summary>
internal static class NumberUses
{
    // They take numbers to show, shape or scatter them; and to build times of digit groups.
    private static readonly string[] s_noAmount =
        ["Math", "MathF", "Convert", "Console", "StringBuilder", "TextWriter", "Debug", "Trace", "Random", "HashCode", "BitConverter", "TimeSpan", "TimeOnly"];

    // Names in assemblies that are referenced, not the author's.
    private static readonly string[] s_times = ["timeout", "millisecond", "seconds", "delay", "duetime", "period", "interval", "expir", "duration", "timetolive", "maxage"];

    /// <summary>Follows a number through conversions, arithmetic and choices.</summary>
    public static NumberUse Of(IOperation number, int? half, Compilation compilation)
    {
        for (var (value, user) = (number, number.Parent); user is not null; (value, user) = (user, user.Parent))
        {
            switch (user)
            {
                case IParenthesizedOperation:
                case IConversionOperation { Type: { } type } when IsNumber(type):
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide, Type: { } result } when IsNumber(result):
                case IConditionalOperation { Type: not null } choice when choice.Condition != value:
                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } comparison:
                    return OfComparison(comparison.LeftOperand == value ? comparison.RightOperand : comparison.LeftOperand, half);
                case IArgumentOperation argument:
                    return OfArgument(argument, compilation);
                case IAssignmentOperation { Target: var target } assignment when assignment.Target != value && IsNumber(target.Type):
                    return target is IPropertyReferenceOperation { Property: { } property } && IsTime(property, property.Name, compilation) ? NumberUse.GivenAsTime : NumberUse.Assigned;
                case IVariableInitializerOperation or IFieldInitializerOperation or IPropertyInitializerOperation:
                    return IsNumber(value.Type) ? NumberUse.Assigned : NumberUse.Other;
                case IReturnOperation:
                    return IsNumber(value.Type) ? NumberUse.Returned : NumberUse.Other;
                default:
                    return NumberUse.Other;
            }
        }

        return NumberUse.Other;
    }

    public static bool IsNumber(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] })
            type = inner;

        return type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;
    }

    private static NumberUse OfComparison(IOperation other, int? half) => Durations.Number(other) switch
    {
        >= -1 and <= 1 => NumberUse.Other,
        { } number when number == half => NumberUse.Rounded,
        _ => NumberUse.Compared,
    };

    private static NumberUse OfArgument(IArgumentOperation argument, Compilation compilation)
    {
        if (argument.Parameter is not { ContainingSymbol: IMethodSymbol method } parameter || !IsNumber(parameter.Type) || method.ContainingType is not { } type)
            return NumberUse.Other;

        var isOwn = CoreTypes.Same(type.ContainingAssembly, compilation.Assembly);
        if ((!isOwn && Array.IndexOf(s_noAmount, type.Name) >= 0) || (method.MethodKind == MethodKind.Constructor && type.Name is "DateTime" or "DateTimeOffset"))
            return NumberUse.Other;

        return IsTime(method, parameter.Name, compilation) ? NumberUse.GivenAsTime : NumberUse.Given;
    }

    private static bool IsTime(ISymbol owner, string name, Compilation compilation)
    {
        if (CoreTypes.Same(owner.ContainingAssembly, compilation.Assembly))
            return false;

        foreach (var time in s_times)
        {
            if (name.IndexOf(time, StringComparison.OrdinalIgnoreCase) >= 0)
                return true;
        }

        return false;
    }
}
