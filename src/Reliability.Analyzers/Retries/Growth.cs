using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>An expression by which a delay grows exponentially.</summary>
/// <param name="Operation">The expression: <c>Math.Pow(2, n)</c>, <c>1 &lt;&lt; n</c>, <c>delay *= 2</c>.</param>
/// <param name="Variable">What it grows with: the counter, or the delay itself.</param>
/// <param name="Factor">By how much it grows each time.</param>
/// <param name="Start">The delay at exponent zero, or null where it is not a constant.</param>
/// <param name="Unit">What one of the variable means where the delay itself grows, or null.</param>
internal sealed record Growth(IOperation Operation, ISymbol Variable, double Factor, TimeSpan? Start, string? Unit = null)
{
    /// <summary>What the fix does, or null.</summary>
    public (string Kind, string Value)? Fix => Operation switch
    {
        ICompoundAssignmentOperation { Target: ILocalReferenceOperation } when Unit is null => null,
        ICompoundAssignmentOperation { Target: ILocalReferenceOperation } => ("Assign", Unit!),
        IInvocationOperation or IBinaryOperation when Variable is IParameterSymbol or ILocalSymbol && !IsElsewhere => ("Exponent", Exponent()),
        _ => null,
    };

    /// <summary>Whether the growth is in another method than the loop.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>After how many failures the delay is longer than a limit, or null.</summary>
    public int? Reaches(TimeSpan limit) =>
        Start is { Ticks: > 0 } start ? (int)Math.Max(1, Math.Ceiling(Math.Log((double)limit.Ticks / start.Ticks, Factor))) : null;

    /// <summary>What a delay in a loop grows by, or null.</summary>
    public static Growth? In(IOperation delay, Loop loop, Knowledge knowledge, CancellationToken cancellationToken)
    {
        foreach (var part in delay.OwnFrame())
        {
            if (part is ILocalReferenceOperation { Local: var local })
            {
                foreach (var other in loop.Parts)
                {
                    if (Multiplies(other, local) is { } factor)
                        return new(other, local, factor, OfStart(local, delay, knowledge, cancellationToken), Capped(local, other, delay, knowledge));

                    if (Value(other, local) is { } value && Counted(value, loop) is { } computed)
                        return computed;
                }
            }

            if (part is IInvocationOperation call && knowledge.Methods.Targets(call.TargetMethod).FirstOrDefault() is { Parameters.Length: > 0 } target
                && Bodies.Of(target, knowledge.Compilation, cancellationToken) is { } body && !IsChosen(body)
                && target.Parameters.Select(parameter => Of(body, parameter)).FirstOrDefault(found => found is not null) is { } inner
                && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == inner.Variable.Name)?.Value.Unwrapped() is ILocalReferenceOperation given)
            {
                return inner with { Operation = call, Variable = given.Local, IsElsewhere = true };
            }
        }

        return Counted(delay, loop);
    }

    /// <summary>The growth by a counter within a piece of code, or null.</summary>
    public static Growth? Of(IOperation root, ISymbol counter)
    {
        foreach (var part in root.OwnFrame())
        {
            var (factor, exponent) = part switch
            {
                IInvocationOperation { TargetMethod: { Name: "Pow", ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } }, Arguments: [var number, var power] } => (Durations.Number(number.Value), power.Value),
                IBinaryOperation { OperatorKind: BinaryOperatorKind.LeftShift } shift when Durations.Number(shift.LeftOperand) is > 0 => (2d, shift.RightOperand),
                _ => (null, null),
            };
            if (factor > 1 && exponent!.OwnFrame().Any(inner => CoreTypes.Same(inner.Symbol(), counter)) && !IsChosen(exponent!))
                return new(part, counter, factor.Value, OfFactory(part));
        }

        return null;
    }

    /// <summary>Whether anything in a piece of code compares, clamps or chooses.</summary>
    public static bool IsChosen(IOperation root) => root.OwnFrame().Any(part => part
        is IConditionalOperation or ISwitchExpressionOperation or ISwitchOperation
        or IInvocationOperation { TargetMethod.Name: "Min" or "Clamp" or "Max" }
        or IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder });

    /// <summary>Whether anything in the loop may hold the growth back.</summary>
    public bool IsCapped(Loop loop)
    {
        foreach (var part in loop.Parts)
        {
            if (part is IInvocationOperation { TargetMethod.Name: "Min" or "Clamp" } or IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder })
                return true;

            var asked = part switch
            {
                IConditionalOperation choice => choice.Condition,
                ICatchClauseOperation clause => clause.Filter,
                ISwitchOperation choice => choice.Value,
                ISwitchExpressionOperation choice => choice.Value,
                _ => null,
            };
            if (asked is not null && asked.OwnFrame().Any(inner => inner is ILocalReferenceOperation local && (CoreTypes.Same(local.Local, Variable) || loop.Parts.Any(writer => Value(writer, local.Local)?.OwnFrame().Any(read => CoreTypes.Same(read.Symbol(), Variable)) == true))))
                return true;
        }

        return loop.Condition?.OwnFrame().Any(part => CoreTypes.Same(part.Symbol(), Variable)) == true;
    }

    private static Growth? Counted(IOperation root, Loop loop)
    {
        foreach (var part in root.OwnFrame())
        {
            if (part is ILocalReferenceOperation { Local: var counter } && loop.Parts.Any(other => other is IIncrementOrDecrementOperation step && CoreTypes.Same(step.Target.Symbol(), counter)))
            {
                if (Of(root, counter) is { } growth)
                    return growth;
            }
        }

        return null;
    }

    private static IOperation? Value(IOperation part, ILocalSymbol local) => part switch
    {
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Value: var value } when CoreTypes.Same(target.Local, local) => value,
        IVariableDeclaratorOperation { Initializer.Value: var value } declarator when CoreTypes.Same(declarator.Symbol, local) => value,
        _ => null,
    };

    private static double? Multiplies(IOperation part, ILocalSymbol local)
    {
        var factor = part switch
        {
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply, Value: var value } compound when CoreTypes.Same(compound.Target.Symbol(), local) => Durations.Number(value),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Value: var value } compound when CoreTypes.Same(compound.Target.Symbol(), local) && CoreTypes.Same(value.Symbol(), local) => 2,
            ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product } assignment when CoreTypes.Same(assignment.Target.Symbol(), local) =>
                CoreTypes.Same(product.LeftOperand.Symbol(), local) ? Durations.Number(product.RightOperand) : CoreTypes.Same(product.RightOperand.Symbol(), local) ? Durations.Number(product.LeftOperand) : null,
            _ => null,
        };
        return factor > 1 ? factor : null;
    }

    private static TimeSpan? OfStart(ILocalSymbol delay, IOperation use, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (delay.DeclaringSyntaxReferences is not [var declaration]
            || declaration.GetSyntax(cancellationToken) is not Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: { } value }
            || Bodies.Operation(value, knowledge.Compilation, cancellationToken) is not { } start)
        {
            return null;
        }

        if (Durations.Of(start, knowledge, cancellationToken) is { } time && Durations.Number(start) is null)
            return time;

        return CoreTypes.Same(use.Symbol(), delay) ? Durations.OfMilliseconds(start) : null;
    }

    /// <summary>What one means in TimeSpan.FromSeconds(100 * Math.Pow(2, n)), or as milliseconds.</summary>
    private static TimeSpan? OfFactory(IOperation growth)
    {
        var scale = 1d;
        var user = growth.User();
        while (user is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product)
        {
            if ((Durations.Number(product.LeftOperand) ?? Durations.Number(product.RightOperand)) is not { } factor)
                return null;

            scale *= factor;
            user = product.User();
        }

        if (user is not IArgumentOperation { Parent: IInvocationOperation call })
            return null;

        return call.TargetMethod.Name switch
        {
            "FromMinutes" => TimeSpan.FromMinutes(scale),
            "FromSeconds" => TimeSpan.FromSeconds(scale),
            "FromMilliseconds" or "Delay" or "Sleep" => TimeSpan.FromMilliseconds(scale),
            _ => null,
        };
    }

    /// <summary>How the fix writes the next delay, capped at a minute.</summary>
    private static string? Capped(ILocalSymbol delay, IOperation growth, IOperation use, Knowledge knowledge)
    {
        if (growth is not ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply, Value: var factor } || growth.SemanticModel is not { } model || knowledge.Type("System.Math") is not { } math)
            return null;

        var at = growth.Syntax.SpanStart;
        var min = math.ToMinimalDisplayString(model, at) + ".Min(";
        var product = delay.Name + " * " + factor.Syntax;
        if (CoreTypes.Same(delay.Type, knowledge.Core.TimeSpan))
        {
            var timeSpan = delay.Type.ToMinimalDisplayString(model, at);
            return factor.Unwrapped().Type?.SpecialType == SpecialType.System_Int32
                ? delay.Name + " = " + timeSpan + ".FromTicks(" + min + delay.Name + ".Ticks * " + factor.Syntax + ", " + timeSpan + ".FromMinutes(1).Ticks))"
                : null;
        }

        var user = use.Unwrapped() is IInvocationOperation { TargetMethod.Name: var name } ? name : CoreTypes.Same(use.Symbol(), delay) ? "FromMilliseconds" : null;
        return user switch
        {
            "FromSeconds" => delay.Name + " = " + min + product + ", 60)",
            "FromMilliseconds" => delay.Name + " = " + min + product + ", 60000)",
            _ => null,
        };
    }

    private string Exponent()
    {
        var exponent = Start is { Ticks: > 0 } start ? Math.Floor(Math.Log((double)TimeSpan.TicksPerMinute / start.Ticks, Factor)) : 6;
        return Math.Max(1, exponent).ToString("0", CultureInfo.InvariantCulture);
    }
}
