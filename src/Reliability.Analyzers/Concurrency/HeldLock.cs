using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>Code that runs while one caller keeps all others out.</summary>
/// <param name="Body">The code.</param>
/// <param name="Name">What is held, as messages name it.</param>
/// <param name="Semaphore">The semaphore of which the only permit is held, or null: it is a lock of a thread.</param>
internal sealed record HeldLock(IOperation Body, string Name, IOperation? Semaphore)
{
    /// <summary>The lock that a <c>finally</c> lets go of, or null.</summary>
    public static HeldLock? Of(ITryOperation block, Permits permits, Knowledge knowledge, CancellationToken cancellationToken)
    {
        foreach (var statement in block.Finally!.Operations)
        {
            if (statement is not IExpressionStatementOperation { Operation: var expression } || expression.Unwrapped() is not IInvocationOperation call)
                continue;

            if (IsExit(call.TargetMethod))
                return new(block.Body, "A lock", null);

            if (permits.IsRelease(call, call.Instance) && IsOfOne(call.Instance?.Unwrapped(), knowledge, cancellationToken))
                return new(block.Body, "The only permit", call.Instance);
        }

        return null;
    }

    private static bool IsExit(IMethodSymbol method) => method.Name switch
    {
        "Exit" => method.ContainingType is { Name: "Monitor" or "Lock", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } },
        "ExitReadLock" or "ExitWriteLock" or "ExitUpgradeableReadLock" => method.ContainingType.Name == "ReaderWriterLockSlim",
        _ => false,
    };

    /// <summary>Whether a field holds a semaphore with one permit. One with more bounds how much is done at once, which is meant
    /// to be around remote calls.</summary>
    private static bool IsOfOne(IOperation? semaphore, Knowledge knowledge, CancellationToken cancellationToken) =>
        semaphore is IFieldReferenceOperation { Field.DeclaringSyntaxReferences: [var declaration] }
        && declaration.GetSyntax(cancellationToken) is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: { } value }
        && Bodies.Operation(value, knowledge.Compilation, cancellationToken)?.Unwrapped() is IObjectCreationOperation { Arguments: [var initial, ..] }
        && initial.Value.ConstantValue is { HasValue: true, Value: 1 };
}
