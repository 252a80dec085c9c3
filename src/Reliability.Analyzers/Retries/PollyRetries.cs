using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Retries;

/// <summary>Reads the retries that are written with Polly, version 7 (policies) and 8 (pipelines).</summary>
internal sealed class PollyRetries(INamedTypeSymbol? options)
{
    // https://www.pollydocs.org/strategies/retry.html#defaults
    private const int DefaultRetries = 3;

    /// <summary>Whether a call adds a retry to a policy: <c>Retry</c>, <c>WaitAndRetryAsync</c>, <c>RetryForever</c>.</summary>
    public static bool IsRetry(IMethodSymbol method) =>
        method.Name.IndexOf("Retry", StringComparison.Ordinal) >= 0
        && method.ContainingNamespace is { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Whether a retry never gives up.</summary>
    public static bool IsForever(IMethodSymbol method) => IsRetry(method) && method.Name.IndexOf("Forever", StringComparison.Ordinal) >= 0;

    /// <summary>Whether a type holds the options of a retry strategy.</summary>
    public bool IsOptions(ITypeSymbol? type)
    {
        for (; type is not null && options is not null; type = type.BaseType)
        {
            if (CoreTypes.Same(type.OriginalDefinition, options))
                return true;
        }

        return false;
    }

    /// <summary>How many attempts a policy or pipeline makes that runs a delegate, or null where it is not built within
    /// sight.</summary>
    public int? Attempts(IInvocationOperation execute, Knowledge knowledge, CancellationToken cancellationToken)
    {
        var built = Built(execute.Instance?.Unwrapped(), knowledge, cancellationToken);
        int? attempts = null;
        foreach (var part in built is null ? [] : Everything(built))
        {
            var found = part switch
            {
                IInvocationOperation call when IsRetry(call.TargetMethod) && call.TargetMethod.Name is not "AddRetry" => OfPolicy(call),
                IObjectCreationOperation creation when IsOptions(creation.Type) => OfOptions(creation),
                _ => 0,
            };
            if (found == 0)
                continue;

            // Two retries of which one handles other failures than the other do not multiply.
            if (found is null || attempts is not null)
                return null;

            attempts = found;
        }

        return attempts;
    }

    private static int? OfPolicy(IInvocationOperation call)
    {
        if (call.Argument("retryCount") is { } count)
            return Durations.Number(count) is { } number ? (int)number + 1 : null;

        return call.TargetMethod.Name is "Retry" or "RetryAsync" && !call.TargetMethod.Parameters.Any(parameter => parameter.Name == "retryCount") ? 2 : null;
    }

    private static int? OfOptions(IObjectCreationOperation creation) =>
        creation.Initialized("MaxRetryAttempts") is { } count
            ? Durations.Number(count) is { } number and < 1000 ? (int)number + 1 : null
            : DefaultRetries + 1;

    private static IOperation? Built(IOperation? instance, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (instance is IInvocationOperation)
            return instance;

        return instance.Symbol() is { DeclaringSyntaxReferences: [var declaration] } and (ILocalSymbol or IFieldSymbol { IsReadOnly: true })
            && declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value }
                ? Bodies.Operation(value, knowledge.Compilation, cancellationToken)
                : null;
    }

    private static IEnumerable<IOperation> Everything(IOperation root)
    {
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            var next = open.Pop();
            yield return next;
            foreach (var child in next.ChildOperations)
                open.Push(child);
        }
    }
}
