using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Overload;

/// <summary>What the type that keeps a queue does with it: who writes, and whether somebody looks how much is in it.</summary>
internal sealed class QueueUse
{
    // Enough to smooth a burst, little enough to hold.
    private const string DefaultCapacity = "1000";

    private readonly ISymbol _queue;
    private readonly List<IMethodSymbol> _writers = [];

    // Whether all that is known to write waits when the queue is full.
    private bool _allWait = true;

    public QueueUse(ISymbol queue, Knowledge knowledge, CancellationToken cancellationToken)
    {
        _queue = queue;
        foreach (var member in queue.ContainingType.GetMembers())
        {
            if (member is IMethodSymbol method && Bodies.Of(method, knowledge.Compilation, cancellationToken) is { } body)
                Read(method, body, knowledge);
        }
    }

    /// <summary>Whether the amount is compared, or a semaphore is entered before a write.</summary>
    public bool IsGuarded { get; private set; }

    /// <summary>The methods of the type that write.</summary>
    public IReadOnlyList<IMethodSymbol> Writers => _writers;

    /// <summary>Whether the function that makes a queue also completes it: then it holds what one call puts in.</summary>
    public static bool IsCompletedIn(IOperation creation)
    {
        if (creation.User() is IFieldInitializerOperation or IPropertyInitializerOperation)
            return false;

        foreach (var part in creation.Root().Descendants())
        {
            if (part is IInvocationOperation { TargetMethod.Name: "Complete" or "TryComplete" or "CompleteAdding" })
                return true;
        }

        return false;
    }

    /// <summary>The capacity that a fix writes, or null: only where every writer is known and waits, since one that does not would
    /// lose items.</summary>
    public string? Capacity(IOperation creation) =>
        _queue.DeclaredAccessibility == Accessibility.Private && _allWait && _writers.Count > 0 && creation.Type?.ContainingNamespace.Name != "Dataflow" && HasPlainArguments(creation)
            ? DefaultCapacity
            : null;

    private static bool HasPlainArguments(IOperation creation) =>
        creation is not IInvocationOperation call || call.Arguments.IsEmpty || call.Arguments[0].Value.Unwrapped() is IObjectCreationOperation { Arguments.Length: 0 };

    private void Read(IMethodSymbol method, IOperation body, Knowledge knowledge)
    {
        bool writes = false, waits = false;
        foreach (var part in body.DescendantsAndSelf())
        {
            waits |= part is IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAsync" } wait } && CoreTypes.Same(wait.ContainingType, knowledge.Core.SemaphoreSlim);
            if (part is not (IFieldReferenceOperation or IPropertyReferenceOperation) || !CoreTypes.Same(part.Symbol(), _queue))
                continue;

            switch (Use(part))
            {
                case IInvocationOperation { TargetMethod.Name: "WriteAsync" or "WaitToWriteAsync" or "Add" or "SendAsync" }:
                    writes = true;
                    break;
                case IInvocationOperation { TargetMethod.Name: "TryWrite" or "TryAdd" or "Post" }:
                    writes = true;
                    _allWait = false;
                    break;
                case IPropertyReferenceOperation { Property.Name: "Count" or "InputCount" or "OutputCount" } count:
                    IsGuarded |= IsCompared(count);
                    break;
                case IPropertyReferenceOperation { Property.Name: "Writer" } or IArgumentOperation or IReturnOperation:
                    // Somebody else writes, nobody knows how.
                    _allWait = false;
                    break;
            }
        }

        if (!writes)
            return;

        IsGuarded |= waits;
        _writers.Add(method);
    }

    /// <summary>What is done with the queue, through <c>.Writer</c> and <c>.Reader</c>.</summary>
    private static IOperation? Use(IOperation queue)
    {
        var user = queue.User();
        while (user is IPropertyReferenceOperation { Property.Name: "Writer" or "Reader", Parent: IInvocationOperation or IPropertyReferenceOperation } part)
            user = part.User();

        return user is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "Post" or "SendAsync" } } send } ? send : user;
    }

    /// <summary>Whether an amount is compared with another one than zero.</summary>
    private static bool IsCompared(IOperation count) =>
        count.User() is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } compare
        && Durations.Number(compare.LeftOperand) is not 0d && Durations.Number(compare.RightOperand) is not 0d;
}
