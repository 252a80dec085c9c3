using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Computes the times that are written as constants. What is not constant is unknown, and nothing is said of
/// it.</summary>
internal static class Durations
{
    /// <summary>The value of a <c>TimeSpan</c>, or null.</summary>
    public static TimeSpan? Of(IOperation? operation, Knowledge knowledge, CancellationToken cancellationToken)
    {
        switch (operation?.Unwrapped())
        {
            case IInvocationOperation { TargetMethod: { IsStatic: true } factory } call when CoreTypes.Same(factory.ContainingType, knowledge.Core.TimeSpan):
                return Ticks(factory.Name) is { } ticks && call.Arguments.Length > 0 && Number(call.Arguments[0].Value) is { } amount && OthersAreZero(call)
                    ? FromTicks(amount * ticks)
                    : null;
            case IObjectCreationOperation creation when CoreTypes.Same(creation.Type, knowledge.Core.TimeSpan):
                return Constructed(creation);
            case IFieldReferenceOperation { Field: { IsStatic: true } field }:
                return OfField(field, knowledge, cancellationToken);
            case IDefaultValueOperation:
                return TimeSpan.Zero;
            default:
                return null;
        }
    }

    /// <summary>The value of a number of milliseconds, where -1 means for ever; or null.</summary>
    public static TimeSpan? OfMilliseconds(IOperation? operation) =>
        operation is not null && Number(operation) is { } number ? FromTicks(number * TimeSpan.TicksPerMillisecond) : null;

    /// <summary>A constant number, or null.</summary>
    public static double? Number(IOperation operation) =>
        operation.Unwrapped().ConstantValue is { HasValue: true, Value: IConvertible and not string and not bool and not char and { } value }
            ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
            : null;

    /// <summary>A time as a message says it: 100 s, 1.5 s, 200 ms, 5 min.</summary>
    public static string Text(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan)
            return "infinite";

        if (time.TotalMinutes >= 2 && time.Ticks % TimeSpan.TicksPerMinute == 0)
            return time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture) + " min";

        return time.TotalSeconds >= 1
            ? time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s"
            : time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + " ms";
    }

    private static TimeSpan? OfField(IFieldSymbol field, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (field.ContainingType is { Name: "Timeout", ContainingNamespace.Name: "Threading" } && field.Name == "InfiniteTimeSpan")
            return Timeout.InfiniteTimeSpan;

        if (CoreTypes.Same(field.ContainingType, knowledge.Core.TimeSpan))
        {
            return field.Name switch
            {
                "Zero" => TimeSpan.Zero,
                "MaxValue" => TimeSpan.MaxValue,
                _ => null,
            };
        }

        return field is { IsReadOnly: true, DeclaringSyntaxReferences: [var declaration] }
            && declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value }
                ? Of(Bodies.Operation(value, knowledge.Compilation, cancellationToken), knowledge, cancellationToken)
                : null;
    }

    private static TimeSpan? Constructed(IObjectCreationOperation creation)
    {
        var total = 0d;
        foreach (var argument in creation.Arguments)
        {
            if (Number(argument.Value) is not { } number)
                return null;

            total += number * argument.Parameter?.Name switch
            {
                "ticks" => 1,
                "days" => TimeSpan.TicksPerDay,
                "hours" => TimeSpan.TicksPerHour,
                "minutes" => TimeSpan.TicksPerMinute,
                "seconds" => TimeSpan.TicksPerSecond,
                "milliseconds" => TimeSpan.TicksPerMillisecond,
                _ => 0,
            };
        }

        return FromTicks(total);
    }

    private static double? Ticks(string factory) => factory switch
    {
        "FromDays" => TimeSpan.TicksPerDay,
        "FromHours" => TimeSpan.TicksPerHour,
        "FromMinutes" => TimeSpan.TicksPerMinute,
        "FromSeconds" => TimeSpan.TicksPerSecond,
        "FromMilliseconds" => TimeSpan.TicksPerMillisecond,
        "FromTicks" => 1,
        _ => null,
    };

    private static bool OthersAreZero(IInvocationOperation call)
    {
        for (var i = 1; i < call.Arguments.Length; i++)
        {
            if (Number(call.Arguments[i].Value) is not 0d)
                return false;
        }

        return true;
    }

    private static TimeSpan? FromTicks(double ticks) => ticks is > long.MinValue and < long.MaxValue ? TimeSpan.FromTicks((long)ticks) : null;
}
