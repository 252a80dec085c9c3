using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Overload;

/// <summary>Tells what is kept from what one call uses and forgets.</summary>
internal static class LongLived
{
    /// <summary>Whether a new object is kept in a field or property, which is given back, or as a singleton service.</summary>
    public static bool IsKept(IOperation creation, out ISymbol? state)
    {
        state = creation.User() switch
        {
            IFieldInitializerOperation { InitializedFields: [var field] } => field,
            IPropertyInitializerOperation { InitializedProperties: [var property] } => property,
            ISimpleAssignmentOperation assignment when assignment.Value.Unwrapped() == creation => State(assignment.Target),
            ICoalesceAssignmentOperation assignment => State(assignment.Target),
            _ => null,
        };
        return state is not null || IsSingleton(creation);
    }

    private static ISymbol? State(IOperation target) => target switch
    {
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        _ => null,
    };

    /// <summary><c>AddSingleton(Channel.CreateUnbounded…)</c>, <c>AddSingleton(_ => Channel.CreateUnbounded…)</c>.</summary>
    private static bool IsSingleton(IOperation creation)
    {
        var user = creation.User();
        if (user is IReturnOperation { Parent: IBlockOperation { Operations: [var only], Parent: IAnonymousFunctionOperation factory } } && only == user)
            user = (factory.User() as IDelegateCreationOperation)?.User();

        return user is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "AddSingleton" or "TryAddSingleton" } add } }
            && add.ContainingType is { ContainingNamespace: { Name: "DependencyInjection" } or { ContainingNamespace.Name: "DependencyInjection" } };
    }
}
