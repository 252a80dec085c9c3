using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>What is known of a loop, by its structure; each answer is found when asked for.</summary>
internal sealed class Loop(ILoopOperation operation, Knowledge knowledge)
{
    private IReadOnlyList<RetryAttempt>? _attempts;

    public ILoopOperation Operation { get; } = operation;

    /// <summary>The condition, or null: there is none, or it is a <c>foreach</c>.</summary>
    public IOperation? Condition => Operation switch
    {
        IWhileLoopOperation loop => loop.Condition,
        IForLoopOperation loop => loop.Condition,
        _ => null,
    };

    /// <summary>Whether nothing in the head of the loop ends it: <c>while (true)</c>, <c>for (;;)</c>.</summary>
    public bool IsEndless => Operation switch
    {
        IWhileLoopOperation loop => loop.Condition?.ConstantValue is { HasValue: true, Value: true },
        IForLoopOperation loop => loop.Condition is null or { ConstantValue: { HasValue: true, Value: true } },
        _ => false,
    };

    /// <summary>Whether the loop works until it is told to stop: its head is endless, asks a token, or waits for the next piece
    /// of work; nothing in it counts.</summary>
    public bool IsWorker =>
        IsEndless
        || Operation is IForEachLoopOperation { IsAsynchronous: true }
        || (Condition is { } condition
            && condition.OwnFrame().Any(part => part is IAwaitOperation || knowledge.Tokens.IsAsked(part))
            && !condition.OwnFrame().Any(part => part is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual }));

    /// <summary>The token that the head asks, as the code names it; or null.</summary>
    public string? TokenInHead => Condition?.OwnFrame().FirstOrDefault(knowledge.Tokens.IsAsked) switch
    {
        IPropertyReferenceOperation { Instance: { } source } when CoreTypes.Same(source.Type, knowledge.Core.TokenSource) => source.Syntax + ".Token",
        IPropertyReferenceOperation { Instance: { } token } => token.Syntax.ToString(),
        _ => null,
    };

    /// <summary>The attempts that the loop repeats when they fail; empty where it is no retry loop.</summary>
    public IReadOnlyList<RetryAttempt> Attempts => _attempts ??= [.. RetryAttempt.In(this, knowledge)];

    /// <summary>The head of the loop, where a report about the loop as a whole stands: <c>while (true)</c>.</summary>
    public Location Head => Operation.Syntax switch
    {
        WhileStatementSyntax loop => At(loop.WhileKeyword, loop.CloseParenToken),
        DoStatementSyntax loop => At(loop.WhileKeyword, loop.CloseParenToken),
        ForStatementSyntax loop => At(loop.ForKeyword, loop.CloseParenToken),
        CommonForEachStatementSyntax loop => At(loop.ForEachKeyword, loop.CloseParenToken),
        var other => other.GetFirstToken().GetLocation(),
    };

    /// <summary>All operations of the loop in its own frame.</summary>
    public IEnumerable<IOperation> Parts => Operation.OwnFrame();

    /// <summary>Whether an operation is on the loop's own spine: not in a loop inside of it, and not in a lambda.</summary>
    public bool IsOnSpine(IOperation part) => !Operations.IsFunction(part) && part.Enclosing<ILoopOperation>() == Operation;

    /// <summary>Whether an operation takes time by intent: a delay, a timer, a wait for work.</summary>
    public bool Paces(IOperation part, CancellationToken cancellationToken) =>
        part is IInvocationOperation call
        && (knowledge.Apis.Has(call.TargetMethod, ApiTraits.Paces) || knowledge.Methods.Reach(call, ApiTraits.Paces, cancellationToken, hops: 2) is not null);

    private static Location At(SyntaxToken first, SyntaxToken last) => Location.Create(first.SyntaxTree!, TextSpan.FromBounds(first.SpanStart, last.Span.End));
}
