using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Overload;

/// <summary>Finds out where the items of a fan-out come from, and whether anybody bounds their number.</summary>
internal sealed class FanOutItems(Knowledge knowledge)
{
    /// <summary>What makes the value of an expression: that itself, or what its local was given, without <c>ToList</c>.</summary>
    public static IOperation? Made(IOperation? value)
    {
        // A local of a local of a local is a puzzle, and no evidence.
        for (var steps = 0; steps < 4; steps++)
        {
            switch (value?.Unwrapped())
            {
                case ILocalReferenceOperation local when Initializer(local) is { } given:
                    value = given;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray", ContainingType.Name: "Enumerable" }, Arguments: [{ Value: var source }] }:
                    value = source;
                    break;
                case var made:
                    return made;
            }
        }

        return null;
    }

    /// <summary>The loop over items that adds tasks to a list before they are awaited, and the call that adds; or null.</summary>
    public static (IForEachLoopOperation Loop, IInvocationOperation Add)? Filled(IInvocationOperation all, ILocalSymbol list)
    {
        (IForEachLoopOperation, IInvocationOperation)? found = null;
        foreach (var part in all.Root().OwnFrame())
        {
            if (part is not IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" } add || !CoreTypes.Same(add.Receiver().Symbol(), list))
                continue;

            // Tasks from several places are too many to judge; a wait inside of the loop bounds them.
            if (found is not null || add.Enclosing<ILoopOperation>() is not IForEachLoopOperation { IsAsynchronous: false } loop || all.IsWithin(loop) || add.TargetMethod.Name != "Add")
                return null;

            found = (loop, add);
        }

        return found;
    }

    /// <summary>What the items are, as messages say it, where nothing bounds their number; or null.</summary>
    public string? Unbounded(IOperation items, ISymbol member, CancellationToken cancellationToken)
    {
        for (var made = Made(items); made is not null; made = Made(Source(made)))
        {
            switch (made)
            {
                case IParameterReferenceOperation { Parameter: { IsParams: false } parameter } when CoreTypes.Same(parameter.ContainingSymbol, member):
                    return "'" + parameter.Name + "'";
                case IPropertyReferenceOperation { Instance: IParameterReferenceOperation parameter, Property: var property }
                    when CoreTypes.Same(parameter.Parameter.ContainingSymbol, member) && member is IMethodSymbol method && (knowledge.EntryPoints.Of(method) & ApiTraits.EntryRequest) != 0:
                    return "'" + parameter.Parameter.Name + "." + property.Name + "'";
                case IAwaitOperation await:
                    return await.Awaited() is IInvocationOperation call && !IsLimited(call, cancellationToken) && knowledge.Methods.Reach(call, ApiTraits.Remote, cancellationToken) is not null
                        ? "what '" + call.Name() + "' returns"
                        : null;
            }
        }

        return null;
    }

    /// <summary>What a query that keeps or multiplies items is over, or null: it bounds them, or is not known.</summary>
    private static IOperation? Source(IOperation made) => made switch
    {
        IInvocationOperation
        {
            TargetMethod:
            {
                ContainingType.Name: "Enumerable",
                Name: "Where" or "Select" or "SelectMany" or "OrderBy" or "OrderByDescending" or "ThenBy" or "Distinct" or "DistinctBy" or "Cast" or "OfType" or "AsEnumerable" or "Reverse" or "ToHashSet" or "Skip",
            },
            Arguments: [{ Value: var source }, ..],
        } => source,
        ICoalesceOperation coalesce => coalesce.Value,
        _ => null,
    };

    /// <summary>Whether a call is given a number, which may be a limit, or takes only some on its way.</summary>
    private bool IsLimited(IInvocationOperation call, CancellationToken cancellationToken)
    {
        foreach (var part in call.DescendantsAndSelf())
        {
            if (part is IArgumentOperation { ArgumentKind: not ArgumentKind.DefaultValue, Parameter.Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 }
                or IInvocationOperation { TargetMethod.Name: "Take" or "Chunk" })
            {
                return true;
            }
        }

        return knowledge.Methods.Reach(call, fact => fact.Target.Name == "Take" && fact.Target.ContainingType?.Name is "Queryable" or "Enumerable", follow: null, cancellationToken) is not null;
    }

    /// <summary>What a local is given where it is declared, or null: it is given something else later.</summary>
    private static IOperation? Initializer(ILocalReferenceOperation use)
    {
        IOperation? initializer = null;
        foreach (var part in use.Root().Descendants())
        {
            if (part is IVariableDeclaratorOperation declarator && CoreTypes.Same(declarator.Symbol, use.Local))
                initializer = declarator.GetVariableInitializer()?.Value;
            else if (part is IAssignmentOperation { Target: ILocalReferenceOperation target } && CoreTypes.Same(target.Local, use.Local))
                return null;
        }

        return initializer;
    }
}
