using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds out what happens to the task that a call gives: whether the code goes on only when it is done, or hands
/// it on to its caller.</summary>
internal static class Waiting
{
    /// <summary>Whether the code waits for a task: by <c>await</c>, by blocking, or as one of several, as in
    /// <c>await Task.WhenAll(…)</c>.</summary>
    public static bool IsWaitedFor(this IOperation task) => IsWaitedFor(task, orReturned: false);

    /// <summary>Whether the code waits for a task or returns it, so that its caller may.</summary>
    public static bool IsWaitedForOrReturned(this IOperation task) => IsWaitedFor(task, orReturned: true);

    private static bool IsWaitedFor(IOperation task, bool orReturned)
    {
        for (var value = task; ;)
        {
            switch (value.User())
            {
                case IAwaitOperation:
                case IPropertyReferenceOperation { Property.Name: "Result" } result when result.Instance?.Unwrapped() == value:
                case IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" } wait when wait.Instance?.Unwrapped() == value:
                    return true;
                case IReturnOperation { Kind: OperationKind.Return }:
                    return orReturned;
                case IInvocationOperation next:
                    value = next;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation combined }:
                    if (IsBlocking(combined))
                        return true;

                    value = combined;
                    break;
                case IConditionalOperation { Condition: var condition } choice when condition.Unwrapped() != value:
                    value = choice;
                    break;
                case IArrayInitializerOperation { Parent: IArrayCreationOperation { Parent: { } user } array }:
                    if (user is IArgumentOperation { Parent: IInvocationOperation all } && IsBlocking(all))
                        return true;

                    value = array;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary><c>Task.WaitAll</c> and <c>Task.WaitAny</c>.</summary>
    private static bool IsBlocking(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, Name: "WaitAll" or "WaitAny", ContainingType: { Name: "Task", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } };
}
