using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0409: an async iterator that ends quietly when its token is cancelled, so that half of the data looks like all
/// of it.</summary>
/// <remarks>
/// Reports a loop that yields in an async iterator and whose head asks the iterator's own token, or that leaves by
/// <c>break</c> or <c>yield break</c> when the token is cancelled; only where the stream has another end, which the quiet one
/// can be taken for. Silent where the function throws for the token somewhere, for <c>await foreach</c> over another stream and
/// in streams that end by cancellation alone, where it is the normal way to end. A suggestion: some consumers ask the token.
/// </remarks>
internal sealed class CancelledStreamLooksCompleteRule() : Rule(
    "REL0409", "Cancelled stream looks complete", Categories.Cancellation, DiagnosticSeverity.Info,
    "A cancellation of '{0}' ends this stream like its last item does: the consumer takes the part that it has for all; throw instead",
    "A stream that ends says that there is no more. When it was only cancelled, that is wrong.")
{
    /// <summary>The loop is followed by a question that throws.</summary>
    internal const string ThrowAfterLoop = "ThrowAfterLoop";

    /// <summary>The <c>if</c> becomes a question that throws.</summary>
    internal const string ThrowInstead = "ThrowInstead";

    public override void Start(RuleStart start)
    {
        if (start.Type("System.Collections.Generic.IAsyncEnumerable`1") is { } stream && start.Knowledge.Core.CancellationToken is not null)
            start.OnLoop((site, loop) => Check(site, loop, stream));
    }

    private static void Check(Site site, Loop loop, INamedTypeSymbol stream)
    {
        var function = loop.Operation.Function();
        var method = function is ILocalFunctionOperation { Symbol: var local } ? local : function is null ? site.Member as IMethodSymbol : null;
        if (method is not { IsAsync: true, ReturnType: INamedTypeSymbol { OriginalDefinition: var type } }
            || !CoreTypes.Same(type, stream)
            || loop.Operation is IForEachLoopOperation { IsAsynchronous: true }
            || !loop.Parts.Any(part => part.Kind == OperationKind.YieldReturn))
        {
            return;
        }

        if (loop.Condition is { } condition && QuietEnd.InHead(condition, site.Knowledge) is { } asked)
        {
            if (QuietEnd.Token(asked, site.Knowledge) is { } token && QuietEnd.HasAnotherEnd(loop, asked) && !QuietEnd.IsLoud(function ?? loop.Operation.Root(), loop, asked, site.Knowledge))
                site.Report(asked.Syntax, loop.Operation.Syntax.Parent is BlockSyntax ? DiagnosticProperties.With(ThrowAfterLoop, token) : DiagnosticProperties.None, token);

            return;
        }

        foreach (var part in loop.Parts)
        {
            if (part is IConditionalOperation { WhenFalse: null, WhenTrue: var leave } choice
                && choice.Condition.Unwrapped() is IPropertyReferenceOperation question
                && QuietEnd.Token(question, site.Knowledge) is { } token
                && QuietEnd.Leaves(leave, loop)
                && choice.Enclosing<ILoopOperation>() == loop.Operation
                && QuietEnd.HasAnotherEnd(loop, choice)
                && !QuietEnd.IsLoud(function ?? loop.Operation.Root(), loop, question, site.Knowledge))
            {
                site.Report(question.Syntax, DiagnosticProperties.With(ThrowInstead, token), token);
            }
        }
    }
}
