using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Follows the failure of a remote call through the clauses on its way out.</summary>
/// <param name="knowledge">What is known of the compilation.</param>
/// <param name="lifetime"><c>IHostApplicationLifetime</c>.</param>
internal sealed class Failures(Knowledge knowledge, INamedTypeSymbol? lifetime)
{
    // Far enough for "round, service, repository"; further away failures are usually taken on the way.
    private const int MaxHops = 3;

    /// <summary>The remote call whose failure comes out of a call, as messages name it; or null.</summary>
    public string? Of(IInvocationOperation call, CancellationToken cancellationToken) => Of(call, MaxHops, cancellationToken);

    /// <summary>The <c>try</c> around a call that takes its failures, or null. A clause for cancellations does not, one for any
    /// other type does: its author thought of failures.</summary>
    public static ITryOperation? Taker(IOperation call, Knowledge knowledge)
    {
        var inner = call;
        for (var outer = call.Parent; outer is not null && !Operations.IsFunction(inner); inner = outer, outer = outer.Parent)
        {
            if (outer is not ITryOperation block || block.Body != inner)
                continue;

            foreach (var clause in block.Catches)
            {
                if (!knowledge.Catches.IsOfCancellation(clause) && !Catches.Rethrows(clause))
                    return block;
            }
        }

        return null;
    }

    /// <summary>Whether the failure of a call comes back to its caller.</summary>
    public static bool ComesBack(IInvocationOperation call, Knowledge knowledge) =>
        call.Await() is not null || !knowledge.Core.IsTask(call.Type) || call.User() is IReturnOperation;

    /// <summary>Whether nothing is done after a failure but to write it down.</summary>
    public bool IsEnd(ITryOperation taker)
    {
        foreach (var clause in taker.Catches)
        {
            if (knowledge.Catches.IsOfCancellation(clause))
                continue;

            foreach (var part in clause.Handler.OwnFrame())
            {
                if (part is IThrowOperation or IAssignmentOperation or IAwaitOperation || (part is IInvocationOperation call && !IsLogging(call.TargetMethod)))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether a body stops the application itself: then it ends by intent.</summary>
    public bool StopsApplication(IOperation body)
    {
        foreach (var part in body.OwnFrame())
        {
            if (part is IInvocationOperation { TargetMethod: { Name: "StopApplication" or "Exit" or "FailFast" } method }
                && (method.ContainingType.IsOrDerivesFrom(lifetime) || method.ContainingType is { Name: "Environment", ContainingNamespace.Name: "System" }))
            {
                return true;
            }
        }

        return false;
    }

    private string? Of(IInvocationOperation call, int hops, CancellationToken cancellationToken)
    {
        if (!ComesBack(call, knowledge))
            return null;

        if (knowledge.Apis.Of(call.TargetMethod) is { } api)
            return api.Has(ApiTraits.Remote) ? call.Name() : null;

        if (hops == 0)
            return null;

        foreach (var target in knowledge.Methods.Targets(call.TargetMethod))
        {
            if (Bodies.Of(target, knowledge.Compilation, cancellationToken) is not { } body)
                continue;

            foreach (var part in body.OwnFrame())
            {
                if (part is IInvocationOperation inner && Taker(inner, knowledge) is null && Of(inner, hops - 1, cancellationToken) is { } found)
                    return found + " in " + target.Name;
            }
        }

        return null;
    }

    private static bool IsLogging(IMethodSymbol method)
    {
        if (method.ContainingNamespace is { Name: "Logging", ContainingNamespace.Name: "Extensions" } or { Name: "Serilog" } or { Name: "NLog" })
            return true;

        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "LoggerMessageAttribute")
                return true;
        }

        return false;
    }
}
