using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Failover;

/// <summary>Recognises the API of Polly, of version 7 (policies) and 8 (pipelines).</summary>
internal static class PollyCalls
{
    /// <summary>Whether a type or method is Polly's.</summary>
    public static bool IsPolly(ISymbol? symbol)
    {
        for (var space = symbol?.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            if (space is { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true })
                return symbol!.ContainingAssembly?.Name.StartsWith("Polly", StringComparison.Ordinal) == true;
        }

        return false;
    }

    /// <summary>What a fluent call is made on: the instance, or the first argument of an extension.</summary>
    public static IOperation? Receiver(this IInvocationOperation call)
    {
        if (call.Instance is not null)
            return call.Instance.Unwrapped();

        if (!call.TargetMethod.IsExtensionMethod)
            return null;

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == 0)
                return argument.Value.Unwrapped();
        }

        return null;
    }

    /// <summary>The fluent call that is made on the result of an operation, or null.</summary>
    public static IInvocationOperation? Next(this IOperation operation)
    {
        var user = operation.User();
        var call = user switch
        {
            IInvocationOperation instance => instance,
            IArgumentOperation { Parent: IInvocationOperation extension } => extension,
            _ => null,
        };
        return call?.Receiver() == operation ? call : null;
    }

    /// <summary>The argument of a strategy, whichever its name is; not the builder.</summary>
    public static IOperation? Options(this IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter.Ordinal: 1 })
                return argument.Value.Unwrapped();
        }

        return null;
    }
}
