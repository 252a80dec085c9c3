using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Failover;

/// <summary>Follows what is executed back to where it is made. Only what is made anew on the way to every execution is
/// found: fields, parameters, caches and whatever is handed to somebody else as well end the search.</summary>
internal sealed class Provenance(Knowledge knowledge, CancellationToken cancellationToken)
{
    // A policy from a method that gets its part from another one.
    private const int MaxHops = 2;

    /// <summary>The state that is made for one use of a value, or null; and the call that leads to it, if another member
    /// makes it.</summary>
    public (State State, IOperation Place)? StateOf(IOperation? value, IOperation use, int hops = MaxHops)
    {
        switch (value?.Unwrapped())
        {
            case ILocalReferenceOperation local:
                return OfLocal(local, use, hops);
            case IObjectCreationOperation creation:
                return State.MadeBy(creation) is { } limiter ? (limiter, creation) : null;
            case IInvocationOperation call when PollyCalls.IsPolly(call.TargetMethod):
                return State.MadeBy(call) is { } state ? (state, call) : OfParts(call, use, hops);
            case IInvocationOperation { TargetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false } method } call when hops > 0:
                return OfMember(method, call, hops);
            case IPropertyReferenceOperation { Property: { IsVirtual: false, IsAbstract: false, IsOverride: false, GetMethod: { } getter } } property when hops > 0:
                return OfMember(getter, property, hops);
            default:
                return null;
        }
    }

    private (State State, IOperation Place)? OfLocal(ILocalReferenceOperation local, IOperation use, int hops)
    {
        // What is made outside of a loop or lambda is there for every round.
        if (local.OnlyValue() is not { } value || Round(value) != Round(use) || !StaysHere(local, hops))
            return null;

        if (StateOf(value, value, hops) is { } found)
            return found;

        // var builder = new ResiliencePipelineBuilder(); builder.AddCircuitBreaker(…);
        foreach (var reference in References(local))
        {
            for (var call = reference.Next(); call is not null; call = call.Next())
            {
                if (PollyCalls.IsPolly(call.TargetMethod) && State.MadeBy(call) is { } state && Round(call) == Round(use))
                    return (state, call);
            }
        }

        return null;
    }

    /// <summary>Whether all that is done with a variable is to call Polly or a limiter, or to hand it to Polly.</summary>
    private static bool StaysHere(ILocalReferenceOperation local, int hops)
    {
        foreach (var reference in References(local))
        {
            var user = reference.User();
            if (user is IArrayInitializerOperation { Parent: IArrayCreationOperation array })
                user = array.User();

            var method = user switch
            {
                IInvocationOperation call => call.TargetMethod,
                IArgumentOperation { Parent: IInvocationOperation given } => given.TargetMethod,
                _ => null,
            };
            // A factory returns what it makes; that is the question here, not a way out.
            if (method is null ? user is not IReturnOperation || hops == MaxHops : !PollyCalls.IsPolly(method) && !State.IsLimiter(method.ContainingType))
                return false;
        }

        return true;
    }

    /// <summary>A wrap or a pipeline has the state of any of its parts.</summary>
    private (State State, IOperation Place)? OfParts(IInvocationOperation call, IOperation use, int hops)
    {
        if (StateOf(call.Instance, use, hops) is { } own)
            return own;

        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrapped() is IArrayCreationOperation { Initializer: { } elements })
            {
                foreach (var element in elements.ElementValues)
                {
                    if (StateOf(element, use, hops) is { } part)
                        return part;
                }
            }
            else if (StateOf(argument.Value, use, hops) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>A member of this compilation that makes what it returns.</summary>
    private (State State, IOperation Place)? OfMember(IMethodSymbol member, IOperation place, int hops)
    {
        if (!CoreTypes.Same(member.ContainingAssembly, knowledge.Compilation.Assembly) || Bodies.Of(member, knowledge.Compilation, cancellationToken) is not { } body)
            return null;

        IReturnOperation? only = null;
        foreach (var part in body.OwnFrame())
        {
            if (part is not IReturnOperation { ReturnedValue: not null } found)
                continue;

            if (only is not null)
                return null;

            only = found;
        }

        return only is not null && StateOf(only.ReturnedValue, only, hops - 1) is { } made ? (made.State, place) : null;
    }

    private static IEnumerable<ILocalReferenceOperation> References(ILocalReferenceOperation local)
    {
        foreach (var operation in local.Root().Descendants())
        {
            if (operation is ILocalReferenceOperation other && CoreTypes.Same(other.Local, local.Local))
                yield return other;
        }
    }

    private static IOperation? Round(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILoopOperation || Operations.IsFunction(outer))
                return outer;
        }

        return null;
    }
}
