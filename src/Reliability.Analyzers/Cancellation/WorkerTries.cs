using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>A clause of a worker's <c>try</c> that mistakes a timeout.</summary>
/// <param name="Place">The smallest piece of code that is wrong.</param>
/// <param name="Call">The call that times out, in quotes.</param>
/// <param name="Token">The token that knows better.</param>
/// <param name="StopsHost">Whether what leaves the loop unhandled stops the host.</param>
/// <param name="Rethrows">Whether the clause throws the exception on.</param>
/// <param name="CanBeFixed">Whether a changed filter alone leads the timeout where failures go.</param>
internal sealed record WorkerTry(SyntaxNode Place, string Call, string Token, bool StopsHost, bool Rethrows, bool CanBeFixed);

/// <summary>Follows a timeout from the call through the clauses around it.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="canceled"><c>OperationCanceledException</c>.</param>
internal sealed class WorkerTries(Compilation compilation, INamedTypeSymbol canceled)
{
    // Far enough for "poll, then fetch"; further away the timeout is usually handled on the way.
    private const int MaxHops = 2;

    private readonly TimeoutCalls _calls = new(compilation);
    private readonly TimeoutCatch _catch = new(canceled);
    private readonly INamedTypeSymbol? _exception = KnownTypes.Find(compilation, "System.Exception");
    private readonly INamedTypeSymbol? _handler = KnownTypes.Find(compilation, "System.Net.Http.HttpMessageHandler");
    private readonly INamedTypeSymbol? _background = KnownTypes.Find(compilation, "Microsoft.Extensions.Hosting.BackgroundService");

    /// <summary>A filter that keeps the timeout out, so that it leaves the loop; or null.</summary>
    public WorkerTry? Escape(CatchClauseSyntax clause, SemanticModel model, CancellationToken cancellationToken)
    {
        if (clause is not { Filter.FilterExpression: var filter, Declaration.Type: var type, Parent: TryStatementSyntax block }
            || WorkerLoop.Around(block, model, cancellationToken) is not { } loop
            || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(type, cancellationToken).Symbol, _exception)
            || _catch.ExclusionIn(filter, model, cancellationToken) is not { } exclusion
            || IsTakenElsewhere(block, loop, model, cancellationToken))
        {
            return null;
        }

        return Find(block, loop, model, cancellationToken) is { } call
            ? new(exclusion, call, loop.Token, StopsHost(block, model, cancellationToken), Rethrows: false, CanBeFixed: true)
            : null;
    }

    /// <summary>A clause without a filter that takes the timeout and leaves the loop; or null.</summary>
    public WorkerTry? Exit(CatchClauseSyntax clause, SemanticModel model, CancellationToken cancellationToken)
    {
        if (clause is not { Declaration.Type: var type, Parent: TryStatementSyntax block }
            || Handler.Leaves(clause) is not { } jump
            || WorkerLoop.Around(block, model, cancellationToken) is not { } loop
            || !_catch.IsCancellation(type, model, cancellationToken)
            || (jump is BreakStatementSyntax && !EndsWorker(clause, loop, model, cancellationToken)))
        {
            return null;
        }

        var later = false;
        var isLater = false;
        foreach (var other in block.Catches)
        {
            if (other == clause)
                isLater = true;
            else if (!isLater && _catch.MayTakeTimeout(other, model, cancellationToken))
                return null;
            else if (isLater)
                later |= _catch.TakesEveryTimeout(other, model, cancellationToken) && Handler.Leaves(other) is null;
        }

        // Without a clause that survives failures nothing survives by intent, and throwing a timeout on is no mistake.
        var rethrows = jump is ThrowStatementSyntax;
        if (rethrows && (!later || IsTakenOutside(block, loop, model, cancellationToken)))
            return null;

        return Find(block, loop, model, cancellationToken) is { } call
            ? new(type, call, loop.Token, StopsHost(block, model, cancellationToken), rethrows, later)
            : null;
    }

    /// <summary>Whether a <c>break</c> ends the work: not when it leaves an inner loop, or a loop that another one starts
    /// again.</summary>
    private static bool EndsWorker(CatchClauseSyntax clause, WorkerLoop loop, SemanticModel model, CancellationToken cancellationToken) =>
        Handler.Broken(clause) == loop.Syntax && WorkerLoop.Around(loop.Syntax, model, cancellationToken) is null;

    /// <summary>The first call whose timeout reaches the clauses of a <c>try</c>, in its frame or in a method of the same
    /// type that it awaits; or null.</summary>
    private string? Find(TryStatementSyntax block, WorkerLoop loop, SemanticModel model, CancellationToken cancellationToken) =>
        IsInMessageHandler(block, model, cancellationToken) ? null : Find(block.Block, block, loop.Syntax, MaxHops, model, cancellationToken);

    private string? Find(SyntaxNode body, SyntaxNode end, SyntaxNode iteration, int hops, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var node in body.DescendantNodes(child => !WorkerLoop.IsFunction(child)))
        {
            if (node is not InvocationExpressionSyntax call)
                continue;

            if (_calls.Includes(call, iteration, model, cancellationToken))
            {
                if (!IsTakenBetween(call, end, model, cancellationToken))
                    return "'" + Declarations.EndpointShapes.CalledName(call) + "'";
            }
            else if (hops > 0
                && OwnMethods.Awaited(call, model, cancellationToken) is { } method
                && Find(OwnMethods.Body(method)!, method, method, hops - 1, model, cancellationToken) is { } inner
                && !IsTakenBetween(call, end, model, cancellationToken))
            {
                return inner + " in '" + Declarations.EndpointShapes.CalledName(call) + "'";
            }
        }

        return null;
    }

    private bool IsTakenElsewhere(TryStatementSyntax block, WorkerLoop loop, SemanticModel model, CancellationToken cancellationToken) =>
        MayTake(block, model, cancellationToken) || IsTakenOutside(block, loop, model, cancellationToken);

    private bool IsTakenOutside(TryStatementSyntax block, WorkerLoop loop, SemanticModel model, CancellationToken cancellationToken)
    {
        // An outer worker loop goes on when it takes what ended an inner one.
        var outermost = loop;
        while (WorkerLoop.Around(outermost.Syntax, model, cancellationToken) is { } outer)
            outermost = outer;

        return IsTakenBetween(block, outermost.Syntax, model, cancellationToken);
    }

    private bool IsTakenBetween(SyntaxNode from, SyntaxNode to, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var node = from; node is not null && node != to; node = node.Parent)
        {
            if (node is BlockSyntax { Parent: TryStatementSyntax around } inner && around != to && around.Block == inner && MayTake(around, model, cancellationToken))
                return true;
        }

        return false;
    }

    private bool MayTake(TryStatementSyntax block, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var clause in block.Catches)
        {
            if (_catch.MayTakeTimeout(clause, model, cancellationToken))
                return true;
        }

        return false;
    }

    private bool IsInMessageHandler(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetEnclosingSymbol(node.SpanStart, cancellationToken)?.ContainingType.IsOrDerivesFrom(_handler) == true;

    private bool StopsHost(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetEnclosingSymbol(node.SpanStart, cancellationToken) is IMethodSymbol { Name: "ExecuteAsync" } method
        && method.ContainingType.IsOrDerivesFrom(_background);
}
