using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Asks operations what syntax makes long to ask. A frame is the code of one function: what a lambda or local
/// function in it does happens at another time.</summary>
internal static class Operations
{
    /// <summary>The operation and all below it in the same frame, in the order of the source. For candidates only.</summary>
    public static IEnumerable<IOperation> OwnFrame(this IOperation root)
    {
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            yield return operation;
            if (operation != root && IsFunction(operation))
                continue;

            // The last child is pushed first, so that the first comes out first.
            foreach (var child in operation.ChildOperations.Reverse())
                open.Push(child);
        }
    }

    /// <summary>Whether an operation is a function of its own.</summary>
    public static bool IsFunction(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    /// <summary>The lambda or local function around an operation, or null: then it is in the member itself.</summary>
    public static IOperation? Function(this IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (IsFunction(outer))
                return outer;
        }

        return null;
    }

    /// <summary>Whether an operation is in a lambda that is data, not code: an expression tree, which something else
    /// translates.</summary>
    public static bool IsInExpressionTree(this IOperation operation)
    {
        for (var function = operation.Function(); function is not null; function = function.Function())
        {
            if (function.Parent?.Type is { Name: "Expression", ContainingNamespace: { Name: "Expressions", ContainingNamespace.Name: "Linq" } })
                return true;
        }

        return false;
    }

    /// <summary>The only value that a local ever gets, or null: it is assigned again, or declared without one.</summary>
    public static IOperation? OnlyValue(this ILocalReferenceOperation reference)
    {
        IOperation? value = null;
        foreach (var operation in reference.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when CoreTypes.Same(declarator.Symbol, reference.Local):
                    value = declarator.GetVariableInitializer()?.Value;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation { IsDeclaration: false } target } when CoreTypes.Same(target.Local, reference.Local):
                case IArgumentOperation { Parameter.RefKind: not (RefKind.None or RefKind.In), Value: ILocalReferenceOperation given } when CoreTypes.Same(given.Local, reference.Local):
                    return null;
            }
        }

        return value;
    }

    /// <summary>The nearest operation of a kind around another one in the same frame, or null.</summary>
    public static T? Enclosing<T>(this IOperation operation)
        where T : class, IOperation
    {
        for (var outer = operation.Parent; outer is not null && !IsFunction(outer); outer = outer.Parent)
        {
            if (outer is T found)
                return found;
        }

        return null;
    }

    /// <summary>Whether an operation is another one or inside of it.</summary>
    public static bool IsWithin(this IOperation operation, IOperation? other)
    {
        for (IOperation? outer = operation; outer is not null; outer = outer.Parent)
        {
            if (outer == other)
                return true;
        }

        return false;
    }

    /// <summary>The root of the body that an operation is in.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } outer)
            operation = outer;

        return operation;
    }

    /// <summary>What is meant, without the conversions and brackets around it.</summary>
    public static IOperation Unwrapped(this IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;

        return operation;
    }

    /// <summary>What takes the value of an operation, without the conversions and brackets between.</summary>
    public static IOperation? User(this IOperation operation)
    {
        var user = operation.Parent;
        while (user is IConversionOperation or IParenthesizedOperation)
            user = user.Parent;

        return user;
    }

    /// <summary>The <c>await</c> of a call, through <c>ConfigureAwait</c>; or null.</summary>
    public static IAwaitOperation? Await(this IOperation call) => call.User() switch
    {
        IAwaitOperation await => await,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured => configured.User() as IAwaitOperation,
        _ => null,
    };

    /// <summary>What an <c>await</c> awaits, through <c>ConfigureAwait</c>.</summary>
    public static IOperation Awaited(this IAwaitOperation await)
    {
        var awaited = await.Operation.Unwrapped();
        return awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } ? inner.Unwrapped() : awaited;
    }

    /// <summary>The value given for a parameter, or null where its default is taken.</summary>
    public static IOperation? Argument(this IInvocationOperation call, string parameter) => Given(call.Arguments, parameter);

    /// <summary>The value given for a parameter, or null where its default is taken.</summary>
    public static IOperation? Argument(this IObjectCreationOperation creation, string parameter) => Given(creation.Arguments, parameter);

    /// <summary>What is assigned to a property in an object initializer, or null.</summary>
    public static IOperation? Initialized(this IObjectCreationOperation creation, string property)
    {
        if (creation.Initializer is null)
            return null;

        foreach (var part in creation.Initializer.Initializers)
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value } && name == property)
                return value;
        }

        return null;
    }

    /// <summary>The local, parameter, field or property that an operation reads, or null.</summary>
    public static ISymbol? Symbol(this IOperation? operation) => operation?.Unwrapped() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>What a call is made on, through <c>?.</c>; null where it is static.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) => call.Instance.Owner();

    /// <summary>What an instance stands for: itself, or what is in front of <c>?.</c>.</summary>
    public static IOperation? Owner(this IOperation? instance)
    {
        var owner = instance?.Unwrapped();
        for (var outer = owner?.Parent; owner is IConditionalAccessInstanceOperation && outer is not null; outer = outer.Parent)
        {
            if (outer is IConditionalAccessOperation access && owner.IsWithin(access.WhenNotNull))
                return access.Operation.Unwrapped();
        }

        return owner;
    }

    /// <summary>The name of the called method with its type, as messages say it: <c>HttpClient.GetAsync</c>.</summary>
    public static string Name(this IInvocationOperation call) => call.TargetMethod.ContainingType?.Name + "." + call.TargetMethod.Name;

    private static IOperation? Given(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, string parameter)
    {
        foreach (var argument in arguments)
        {
            if (argument is { ArgumentKind: not ArgumentKind.DefaultValue } && argument.Parameter?.Name == parameter)
                return argument.Value;
        }

        return null;
    }
}
