using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>How often a call tries by itself before its failure comes back: by a loop or policy in this assembly, or because the
/// client does.</summary>
internal sealed class InnerAttempts(Knowledge knowledge, PollyRetries polly)
{
    private const int Hops = 3;

    private readonly Lazy<bool> _isConfigured = new(() => ConfiguresRetries(knowledge.Compilation));

    /// <summary>The number of attempts and what makes them, nearest first; null: unknown, or one.</summary>
    public (int Attempts, string Name)? Of(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (OfPolicy(call, cancellationToken) is { } policy)
            return policy;

        if (OfApi(knowledge.Apis.Of(call.TargetMethod), call.TargetMethod) is { } client)
            return client;

        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var next = new Queue<(IMethodSymbol Method, int Hops)>();
        Enqueue(call.TargetMethod, Hops);
        while (next.Count > 0)
        {
            var (method, left) = next.Dequeue();
            if (knowledge.Methods.Of(method, cancellationToken) is not { } facts)
                continue;

            if (OfBody(method, facts.HasLoop, cancellationToken) is { } found)
                return found;

            foreach (var inner in facts.Calls)
            {
                if (!inner.IsAwaited || inner.IsGuarded)
                    continue;

                if (OfApi(inner.Api, inner.Target) is { } known)
                    return known;

                if (left > 1)
                    Enqueue(inner.Target, left - 1);
            }
        }

        return null;

        void Enqueue(IMethodSymbol method, int left)
        {
            foreach (var target in knowledge.Methods.Targets(method))
            {
                if (seen.Add(target))
                    next.Enqueue((target, left));
            }
        }
    }

    private (int Attempts, string Name)? OfApi(ApiFacts? facts, IMethodSymbol method) =>
        facts is { Attempts: > 1 and var attempts } && !_isConfigured.Value ? (attempts, method.ContainingType?.Name + "." + method.Name) : null;

    private (int Attempts, string Name)? OfPolicy(IInvocationOperation call, CancellationToken cancellationToken) =>
        knowledge.Apis.Has(call.TargetMethod, ApiTraits.RetriesDelegate) && polly.Attempts(call, knowledge, cancellationToken) is { } attempts and > 1 ? (attempts, "the policy") : null;

    private (int Attempts, string Name)? OfBody(IMethodSymbol method, bool hasLoop, CancellationToken cancellationToken)
    {
        if (Bodies.Of(method, knowledge.Compilation, cancellationToken) is not { } body)
            return null;

        foreach (var part in body.OwnFrame())
        {
            if (part is IInvocationOperation call && OfPolicy(call, cancellationToken) is { } policy)
                return (policy.Attempts, method.Name);

            if (!hasLoop || part is not ILoopOperation loop)
                continue;

            foreach (var attempt in new Loop(loop, knowledge).Attempts)
            {
                // What gives up in silence gives the loop around it nothing to try again.
                if (attempt.RemoteCall(knowledge, cancellationToken) is not null && GivesUpByThrowing(attempt) && AttemptCount.ConstantOf(attempt) is { } attempts and > 1)
                    return (attempts, method.Name);
            }
        }

        return null;
    }

    private static bool GivesUpByThrowing(RetryAttempt attempt) => attempt.Catches.All(clause =>
        clause.Filter is not null || clause.Handler.OwnFrame().Any(part => part is IThrowOperation));

    /// <summary>Whether the assembly sets how often a client retries: then the table does not know it.</summary>
    private static bool ConfiguresRetries(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is IdentifierNameSyntax { Identifier.ValueText: "MaxRetries" or "MaxErrorRetry" or "RetryMode" or "RetryPolicy" or "MaxRetryAttemptsOnRateLimitedRequests" or "RetryOptions" })
                    return true;
            }
        }

        return false;
    }
}
