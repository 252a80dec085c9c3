using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds the methods that are handed to Hangfire anywhere in a compilation:
/// <c>BackgroundJob.Enqueue(() => Send(order))</c>.</summary>
internal static class JobIndex
{
    private static readonly string[] s_names =
        ["Enqueue", "Schedule", "AddOrUpdate", "ContinueJobWith", "ContinueWith", "Create", "FromExpression"];

    // The lambda is data: the method that it calls is the job.
    private static readonly HandedOver s_enqueued = new(
        static call => Array.IndexOf(s_names, EndpointShapes.CalledName(call)) >= 0, IsHangfire, readsLambdas: true);

    /// <summary>Whether a method is called by an expression that becomes a job.</summary>
    public static bool IsEnqueued(ISymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        s_enqueued.Contains(method, compilation, cancellationToken);

    /// <summary>A call that could not be bound may be Hangfire's; broken code is no evidence.</summary>
    private static bool IsHangfire(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(call, cancellationToken).Symbol is not { } method || IsHangfire(method.ContainingNamespace);

    private static bool IsHangfire(INamespaceSymbol? space)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Hangfire", ContainingNamespace.IsGlobalNamespace: true })
                return true;
        }

        return false;
    }
}
