using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>Which checks an endpoint runs: <c>check => check.Tags.Contains("live")</c>.</summary>
internal sealed class HealthPredicate
{
    private readonly IOperation? _test;

    private HealthPredicate(IOperation? test)
    {
        _test = test;
        Tags = test is null ? [] : [.. test.DescendantsAndSelf().Select(Tag).OfType<(string, ExpressionSyntax)>()];
    }

    /// <summary>Every check there is.</summary>
    public static HealthPredicate All { get; } = new(null);

    /// <summary>The tags that it asks for, and where.</summary>
    public IReadOnlyList<(string Text, ExpressionSyntax Place)> Tags { get; }

    /// <summary>What a delegate tests, or null: it is more than one expression, or cannot be seen.</summary>
    public static HealthPredicate? Of(IOperation predicate, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (predicate.Unwrapped() is not { } value)
            return null;

        if (value.ConstantValue is { HasValue: true, Value: null })
            return All;

        if (value is not IDelegateCreationOperation { Target: var target } || Callbacks.Bodies(target, knowledge, cancellationToken).ToList() is not [var body])
            return null;

        var results = body.OwnFrame().OfType<IReturnOperation>().Where(result => result.ReturnedValue is not null).ToList();
        return results is [{ ReturnedValue: { } test }] ? new(test) : null;
    }

    /// <summary>Whether a check is run, or null: that cannot be told.</summary>
    public bool? Selects(RegisteredCheck check) => _test is null ? true : Eval(_test, check);

    private static bool? Eval(IOperation test, RegisteredCheck check)
    {
        switch (test.Unwrapped())
        {
            case { ConstantValue: { HasValue: true, Value: bool constant } }:
                return constant;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return !Eval(operand, check);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and:
                return Eval(and.LeftOperand, check) & Eval(and.RightOperand, check);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or:
                return Eval(or.LeftOperand, check) | Eval(or.RightOperand, check);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when Name(comparison) is { } name:
                return check.Name is null ? null : (check.Name == name) == (comparison.OperatorKind == BinaryOperatorKind.Equals);
            case var call when Tag(call) is { } tag:
                return check.Tags?.Contains(tag.Text);
            default:
                return null;
        }
    }

    /// <summary>The tag that <c>check.Tags.Contains("live")</c> asks for.</summary>
    private static (string Text, ExpressionSyntax Place)? Tag(IOperation operation)
    {
        if (operation is not IInvocationOperation { TargetMethod.Name: "Contains" } call)
            return null;

        var (owner, tag) = call.Instance is { } instance ? (instance, call.Arguments.FirstOrDefault()?.Value)
            : call.Arguments is [{ Value: var source }, { Value: var second }, ..] ? (source, second)
            : (null, null);
        return owner?.Unwrapped() is IPropertyReferenceOperation { Property: { Name: "Tags", ContainingType.Name: "HealthCheckRegistration" } }
            && tag?.Unwrapped() is { ConstantValue: { HasValue: true, Value: string text }, Syntax: ExpressionSyntax place }
                ? (text, place)
                : null;
    }

    /// <summary>The name that <c>check.Name == "self"</c> asks for.</summary>
    private static string? Name(IBinaryOperation comparison)
    {
        var (left, right) = (comparison.LeftOperand.Unwrapped(), comparison.RightOperand.Unwrapped());
        var (name, value) = left is IPropertyReferenceOperation ? (left, right) : (right, left);
        return name is IPropertyReferenceOperation { Property: { Name: "Name", ContainingType.Name: "HealthCheckRegistration" } } && value.ConstantValue is { HasValue: true, Value: string text } ? text : null;
    }
}
