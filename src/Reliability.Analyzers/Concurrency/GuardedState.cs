using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>Finds the memory that a lock guards. A lock around a remote call whose answer is kept is how one caller asks for
/// all, and meant.</summary>
internal static class GuardedState
{
    /// <summary>Whether code keeps something for later calls: in a field or property of the object, a collection or a cache that
    /// it holds.</summary>
    public static bool IsFilled(IOperation body)
    {
        foreach (var part in body.OwnFrame())
        {
            var isKept = part switch
            {
                IAssignmentOperation assignment => Kept(assignment.Target) is not null,
                IIncrementOrDecrementOperation step => Kept(step.Target) is not null,
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Kept(argument.Value) is not null,
                IInvocationOperation call => IsKeeping(call),
                _ => false,
            };
            if (isKept)
                return true;
        }

        return false;
    }

    /// <summary>Whether code does its work once: it asks whether a field is still empty, and fills it.</summary>
    public static bool IsFilledOnce(IOperation body)
    {
        foreach (var part in body.OwnFrame())
        {
            if (part is ICoalesceAssignmentOperation { Target: var target } && Kept(target) is not null)
                return true;

            if (part is IConditionalOperation { Condition: var condition } && AskedWhetherEmpty(condition) is { } asked && IsAssigned(body, asked))
                return true;
        }

        return false;
    }

    private static bool IsAssigned(IOperation body, ISymbol kept)
    {
        foreach (var part in body.OwnFrame())
        {
            if (part is ISimpleAssignmentOperation { Target: var target } && CoreTypes.Same(Kept(target), kept))
                return true;
        }

        return false;
    }

    private static ISymbol? AskedWhetherEmpty(IOperation condition)
    {
        foreach (var part in condition.OwnFrame())
        {
            var asked = part switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNull(test.RightOperand) => test.LeftOperand,
                IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation or IRecursivePatternOperation or IDeclarationPatternOperation } test => test.Value,
                IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var flag } => flag,
                IFieldReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag => flag,
                _ => null,
            };
            if (asked?.Unwrapped() is { } value && Kept(value) is { } kept)
                return kept;
        }

        return null;
    }

    private static bool IsNull(IOperation value) => value.Unwrapped().ConstantValue is { HasValue: true, Value: null };

    /// <summary>The field or property of the object, or of the type, that an operation is or is an element of.</summary>
    private static ISymbol? Kept(IOperation? place)
    {
        while (true)
        {
            switch (place?.Unwrapped())
            {
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } field:
                    return field.Field;
                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } property:
                    return property.Property;
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter }:
                    return parameter;
                case IFieldReferenceOperation field:
                    place = field.Instance;
                    break;
                case IPropertyReferenceOperation property:
                    place = property.Instance;
                    break;
                case IArrayElementReferenceOperation element:
                    place = element.ArrayReference;
                    break;
                default:
                    return null;
            }
        }
    }

    /// <summary>What adds to a collection or a cache: their methods that look only are not told apart, which says less, not
    /// more.</summary>
    private static bool IsKeeping(IInvocationOperation call)
    {
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod && !call.Arguments.IsEmpty ? call.Arguments[0].Value : null);
        return receiver?.Unwrapped().Type is INamedTypeSymbol type
            && (IsIn(type, "Collections") || IsIn(type, "Caching"))
            && call.TargetMethod.Name is not ("TryGetValue" or "Get" or "ContainsKey" or "Contains");
    }

    private static bool IsIn(INamedTypeSymbol type, string name)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space.Name == name)
                return true;
        }

        return false;
    }
}
