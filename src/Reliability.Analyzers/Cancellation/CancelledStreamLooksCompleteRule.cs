using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0409: an asynchronous iterator that ends quietly when it is cancelled, so that its reader takes half a stream for a
/// whole one.</summary>
/// <remarks>
/// Reports the head of a loop that yields and runs while the iterator's own token is not cancelled, and
/// <c>if (token.IsCancellationRequested) yield break;</c>. Silent where the stream has no other end (nobody takes a feed that never
/// ends for complete), where the token is asked after the loop, and for the token of a field: a service that stops its own
/// stream ends it by right. A suggestion: some readers want exactly that.
/// </remarks>
internal sealed class CancelledStreamLooksCompleteRule() : Rule(
    "REL0409", "Cancelled stream looks complete", Categories.Cancellation, DiagnosticSeverity.Info,
    "When '{0}' is cancelled this stream just ends: its reader takes what it has for all there is",
    "await foreach cannot tell a stream that was cut from one that is complete; only an exception can.")
{
    /// <summary>The head becomes endless, and the token is asked in the body.</summary>
    internal const string ThrowInLoop = "ThrowInLoop";

    /// <summary>The statement becomes one that asks.</summary>
    internal const string ThrowInstead = "ThrowInstead";

    public override void Start(RuleStart start)
    {
        if (start.Type("System.Collections.Generic.IAsyncEnumerable`1") is not { } stream)
            return;

        start.OnLoop((site, loop) => CheckLoop(site, loop, stream));
        start.On(OperationKind.YieldBreak, site => CheckBreak(site, stream));
    }

    private static void CheckLoop(Site site, Loop loop, INamedTypeSymbol stream)
    {
        if (loop.Condition is not { } condition
            || Asked(condition.Unwrapped()) is not { } token
            || !IsIterator(site, loop.Operation, stream)
            || !loop.Parts.Any(part => part.Kind == OperationKind.YieldReturn)
            || !loop.Parts.Any(part => part.Kind == OperationKind.YieldBreak || (part is IBranchOperation { BranchKind: BranchKind.Break } && loop.IsOnSpine(part)))
            || IsAskedBehind(loop.Operation, site.Knowledge.Tokens))
        {
            return;
        }

        var fix = loop.Operation.Syntax is WhileStatementSyntax { Parent: BlockSyntax block } statement && block.Statements.Last() == statement
            ? DiagnosticProperties.With(ThrowInLoop, token)
            : DiagnosticProperties.None;
        site.Report(condition.Syntax, fix, token);
    }

    private static void CheckBreak(Site site, INamedTypeSymbol stream)
    {
        var statement = site.Operation.Parent is IBlockOperation { Operations.Length: 1 } block ? block : site.Operation;
        if (statement.Parent is IConditionalOperation { WhenFalse: null } test
            && test.WhenTrue == statement
            && Asking(test.Condition.Unwrapped()) is { } token
            && IsIterator(site, site.Operation, stream)
            && HasOtherEnd(test, site))
        {
            site.Report(test.Syntax, DiagnosticProperties.With(ThrowInstead, token), token);
        }
    }

    /// <summary>Whether the stream also ends when there is no more.</summary>
    private static bool HasOtherEnd(IConditionalOperation test, Site site)
    {
        if (test.Enclosing<ILoopOperation>() is not { } operation)
            return true;

        var loop = new Loop(operation, site.Knowledge);
        return !loop.IsEndless || loop.Parts.Any(part =>
            (part.Kind == OperationKind.YieldBreak && !part.IsWithin(test)) || (part is IBranchOperation { BranchKind: BranchKind.Break } && loop.IsOnSpine(part)));
    }

    /// <summary>The parameter of <c>!token.IsCancellationRequested</c>, or null.</summary>
    private static string? Asked(IOperation condition) =>
        condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } ? Asking(operand.Unwrapped()) : null;

    private static string? Asking(IOperation condition) =>
        condition is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: IParameterReferenceOperation { Parameter.Name: var name } } ? name : null;

    private static bool IsIterator(Site site, IOperation place, INamedTypeSymbol stream) => place.Function() switch
    {
        null => site.Member is IMethodSymbol method && CoreTypes.Same(method.ReturnType.OriginalDefinition, stream),
        ILocalFunctionOperation local => CoreTypes.Same(local.Symbol.ReturnType.OriginalDefinition, stream),
        _ => false,
    };

    private static bool IsAskedBehind(ILoopOperation loop, Tokens tokens)
    {
        if (loop.Parent is not IBlockOperation block)
            return false;

        for (var i = block.Operations.IndexOf(loop) + 1; i < block.Operations.Length; i++)
        {
            if (block.Operations[i].OwnFrame().Any(tokens.IsAsked))
                return true;
        }

        return false;
    }
}
