using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Failover;

/// <summary>The strategies of a pipeline of Polly 8, from the outermost to the innermost: each is inside of those that were
/// added before it.</summary>
internal sealed class Pipeline
{
    private Pipeline(IReadOnlyList<IInvocationOperation> strategies, IOperation builder)
    {
        Strategies = strategies;
        Builder = builder;
    }

    public IReadOnlyList<IInvocationOperation> Strategies { get; }

    /// <summary>The builder: a creation, a variable, a parameter.</summary>
    public IOperation Builder { get; }

    /// <summary>Whether it is of an <c>HttpClient</c>, which has a timeout of its own around it.</summary>
    public bool IsOfHttpClient =>
        Builder is IParameterReferenceOperation parameter
        && parameter.Function() is IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "AddResilienceHandler" } } } };

    /// <summary>The pipeline that a strategy is added to, or null: not all of it is in sight.</summary>
    public static Pipeline? Around(IInvocationOperation strategy)
    {
        IOperation? builder = strategy;
        while (builder is IInvocationOperation { TargetMethod: { } method } call && PollyCalls.IsPolly(method))
            builder = call.Receiver();

        var strategies = new List<IInvocationOperation>();
        switch (builder)
        {
            case IObjectCreationOperation when !IsKept(builder):
                return Collect(builder, strategies) ? new(strategies, builder) : null;
            case IObjectCreationOperation:
                return null;
            case ILocalReferenceOperation local when local.OnlyValue() is { } value:
                return CollectLocal(value.Unwrapped(), local, strategies) ? new(strategies, builder) : null;
            case IParameterReferenceOperation parameter:
                return CollectReferences(parameter, parameter.Parameter, strategies) ? new(strategies, builder) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether the chain on a builder ends in a variable to which more may be added.</summary>
    private static bool IsKept(IOperation builder)
    {
        var end = builder;
        while (end.Next() is { } next && PollyCalls.IsPolly(next.TargetMethod))
            end = next;

        return end is not IInvocationOperation { TargetMethod.Name: "Build" };
    }

    private static bool CollectLocal(IOperation value, ILocalReferenceOperation local, List<IInvocationOperation> strategies)
    {
        IOperation? made = value;
        while (made is IInvocationOperation { TargetMethod: { } method } call && PollyCalls.IsPolly(method))
            made = call.Receiver();

        return made is IObjectCreationOperation && Collect(made, strategies) && CollectReferences(local, local.Local, strategies);
    }

    /// <summary>All chains that begin at a variable, in the order of the source. What is added in a branch or a lambda, or by
    /// somebody else, is not known to be there.</summary>
    private static bool CollectReferences(IOperation reference, ISymbol symbol, List<IInvocationOperation> strategies)
    {
        var function = reference.Function() ?? reference.Root();
        foreach (var part in function.Descendants())
        {
            if (part is not (ILocalReferenceOperation or IParameterReferenceOperation) || !CoreTypes.Same(part.Symbol(), symbol))
                continue;

            if (part.Function() != reference.Function() || part.Next() is not { } first || !PollyCalls.IsPolly(first.TargetMethod) || IsConditional(part) || !Collect(part, strategies))
                return false;
        }

        return true;
    }

    private static bool Collect(IOperation start, List<IInvocationOperation> strategies)
    {
        var end = start;
        for (var next = start.Next(); next is not null; next = next.Next())
        {
            if (!PollyCalls.IsPolly(next.TargetMethod))
                return false;

            if (next.TargetMethod.Name == "Build")
                return true;

            strategies.Add(next);
            end = next;
        }

        // A chain that is returned or handed on may go on there.
        return end.User() is IExpressionStatementOperation or IVariableInitializerOperation or IReturnOperation { IsImplicit: true };
    }

    private static bool IsConditional(IOperation part)
    {
        for (var outer = part.Parent; outer is not null && !Operations.IsFunction(outer); outer = outer.Parent)
        {
            if (outer is IConditionalOperation or ILoopOperation or ISwitchOperation or ITryOperation)
                return true;
        }

        return false;
    }
}
