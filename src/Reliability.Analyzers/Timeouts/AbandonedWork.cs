using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Finds out what becomes of work that lost a race against a delay. Whatever is not understood counts as care for
/// it.</summary>
internal sealed class AbandonedWork(IInvocationOperation race, Knowledge knowledge)
{
    private readonly IOperation _root = race.Root();

    /// <summary>What makes a task: the task itself, or what the local that holds it is declared with.</summary>
    public static IOperation? Made(IOperation task)
    {
        if (task is ILocalReferenceOperation { Local: { } local })
        {
            foreach (var part in task.Root().DescendantsAndSelf())
            {
                if (part is IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } && CoreTypes.Same(symbol, local))
                    return Started(value);
            }

            return null;
        }

        return Started(task);
    }

    /// <summary>The call that does the work, or null: it was started elsewhere, or the race is run again over the same
    /// work.</summary>
    public IInvocationOperation? Call(IOperation work) =>
        Made(work) is IInvocationOperation call && knowledge.Core.IsTask(call.Type) && call.Enclosing<ILoopOperation>() == race.Enclosing<ILoopOperation>() && call.Function() == race.Function()
            ? call
            : null;

    /// <summary>Whether work takes a token, or has an overload that does; and does harm when it goes on.</summary>
    public bool CouldBeCancelled(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (CoreTypes.Same(method.ContainingType, knowledge.Core.Task)
            || method.ContainingType is { Name: "TaskFactory" }
            || method.Name is "WaitToReadAsync" or "WaitToWriteAsync" or "WaitForExitAsync" or "WaitForNextTickAsync"
            || knowledge.EntryPoints.IsShutdown(method))
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            if (knowledge.Core.IsToken(argument.Parameter?.Type))
                return argument.ArgumentKind == ArgumentKind.DefaultValue || !knowledge.Tokens.IsNone(argument.Value);
        }

        foreach (var member in method.ContainingType.GetMembers(method.Name))
        {
            if (member is IMethodSymbol other && TakesToken(method, other))
                return true;
        }

        return false;
    }

    /// <summary>Whether a source cancels the work, or what does the work is closed.</summary>
    public bool IsCancelled(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            // The token of a parameter is somebody else's, and does not know of this time.
            if (knowledge.Core.IsToken(argument.Parameter?.Type) && argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value.Symbol() is not IParameterSymbol
                && !IsNeverCancelled(argument.Value))
            {
                return true;
            }
        }

        return call.Instance.Symbol() is { } worker && _root.DescendantsAndSelf().Any(part => Closes(part, worker));
    }

    /// <summary>Whether anybody may see how the work ends after its time was over.</summary>
    public bool IsAwaitedLater(ILocalSymbol? work, ILocalSymbol? delay)
    {
        if (work is null)
            return race.Await()?.Parent is not (null or IExpressionStatementOperation) || race.Await() is null;

        var outcome = new RaceOutcome(race, work, delay);
        foreach (var part in _root.DescendantsAndSelf())
        {
            if (part is not ILocalReferenceOperation reference || !CoreTypes.Same(reference.Local, work) || reference.IsWithin(race))
                continue;

            if (reference.Function() != race.Function() || !(RaceOutcome.IsAsked(reference) || (IsWaitedFor(reference) && outcome.IsOnlyAfterSuccess(reference))))
                return true;
        }

        return false;
    }

    private static bool IsWaitedFor(IOperation task) => task.Await() is not null || task.User() switch
    {
        IPropertyReferenceOperation { Property.Name: "Result" } => true,
        IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "Wait" } call => call.Instance?.Unwrapped() == task,
        _ => false,
    };

    /// <summary>Whether a token is that of a source that is neither cancelled in this function nor has a time.</summary>
    private bool IsNeverCancelled(IOperation token)
    {
        if (token.Unwrapped() is not IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var source } }
            || !CoreTypes.Same(source.Type, knowledge.Core.TokenSource))
        {
            return false;
        }

        return !_root.DescendantsAndSelf().Any(part => part switch
        {
            IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync" or "CancelAfter" } call => CoreTypes.Same(call.Instance.Symbol(), source),
            IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } => CoreTypes.Same(symbol, source)
                && (value.Unwrapped() is not IObjectCreationOperation { Arguments.Length: 0 } and not IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" }),
            IArgumentOperation { Value: var value } => CoreTypes.Same(value.Symbol(), source),
            _ => false,
        });
    }

    private static bool Closes(IOperation part, ISymbol worker) => part switch
    {
        IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" or "Close" or "Abort" or "Kill" or "Cancel" or "CancelPendingRequests" or "Shutdown" } call =>
            CoreTypes.Same(call.Instance.Symbol(), worker),
        IConditionalAccessOperation { Operation: var receiver, WhenNotNull: IInvocationOperation { TargetMethod.Name: "Dispose" or "Close" or "Abort" } } =>
            CoreTypes.Same(receiver.Symbol(), worker),
        IUsingDeclarationOperation declaration => declaration.DeclarationGroup.DescendantsAndSelf().Any(declared => declared is IVariableDeclaratorOperation { Symbol: var symbol } && CoreTypes.Same(symbol, worker)),
        IUsingOperation block => block.Resources.DescendantsAndSelf().Any(declared =>
            CoreTypes.Same(declared is IVariableDeclaratorOperation declarator ? declarator.Symbol : declared.Symbol(), worker)),
        _ => false,
    };

    private static bool TakesToken(IMethodSymbol method, IMethodSymbol other)
    {
        if (other.Parameters.Length != method.Parameters.Length + 1 || other.Arity != method.Arity || other.IsStatic != method.IsStatic
            || other.Parameters[other.Parameters.Length - 1].Type is not { Name: "CancellationToken", ContainingNamespace.Name: "Threading" })
        {
            return false;
        }

        var same = other.Arity == 0 ? other : other.Construct(method.TypeArguments, method.TypeArgumentNullableAnnotations);
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (!CoreTypes.Same(same.Parameters[i].Type, method.Parameters[i].Type))
                return false;
        }

        return true;
    }

    private static IOperation Started(IOperation task)
    {
        var started = task.Unwrapped();
        return started is IInvocationOperation { TargetMethod: { Name: "AsTask", Parameters.Length: 0 }, Instance: { } inner } ? inner.Unwrapped() : started;
    }
}
