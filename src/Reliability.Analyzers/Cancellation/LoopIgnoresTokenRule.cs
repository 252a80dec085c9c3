using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0402: an endless loop that waits for things and that nothing ends, in a function that has a token.</summary>
/// <remarks>
/// Reports <c>while (true)</c> and <c>for (;;)</c> that await something, have no way out, and in which no token occurs at all.
/// Silent where the loop returns, breaks or throws, yields (its consumer ends it), or uses any token or source of one, and
/// where the function registers with its token, which may end what the loop waits for. A suggestion: what the loop waits
/// for may still fail by itself. It matters because a stop then waits for its time limit and kills what is in flight.
/// </remarks>
internal sealed class LoopIgnoresTokenRule() : Rule(
    "REL0402", "Endless loop ignores its token", Categories.Cancellation, DiagnosticSeverity.Info,
    "Nothing ends this loop: '{0}' is at hand and neither asked nor passed on, so that a stop kills it in the middle of a round",
    "A loop that works until it is told to stop has to listen.")
{
    /// <summary>The value is asked at the start of each round.</summary>
    internal const string AskInLoop = "AskInLoop";

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is { CancellationToken: not null, Task: not null })
            start.OnLoop(Check);
    }

    private static void Check(Site site, Loop loop)
    {
        if (!loop.IsEndless
            || site.Knowledge.Tokens.OfFunction(loop.Operation, site.Member) is not { } token
            || !loop.Parts.Any(part => part is IAwaitOperation)
            || loop.Parts.Any(part => Ends(part, loop))
            || loop.Operation.Descendants().Any(part => IsToken(part, site.Knowledge))
            || IsRegistered(loop.Operation, site.Knowledge))
        {
            return;
        }

        var canBeFixed = loop.Operation.Syntax is WhileStatementSyntax { Statement: BlockSyntax } or DoStatementSyntax { Statement: BlockSyntax } or ForStatementSyntax { Statement: BlockSyntax };
        site.Report(
            loop.Operation.Syntax.GetFirstToken().GetLocation(),
            DiagnosticSeverity.Info,
            canBeFixed ? DiagnosticProperties.With(AskInLoop, token) : DiagnosticProperties.None,
            token);
    }

    /// <summary>Whether an operation leaves the loop, or hands control to whoever consumes a stream.</summary>
    private static bool Ends(IOperation part, Loop loop) => part switch
    {
        IReturnOperation or IThrowOperation => true,
        IBranchOperation branch => branch.BranchKind == BranchKind.GoTo || CoreTypes.Same(branch.Target, loop.Operation.ExitLabel),
        _ => false,
    };

    private static bool IsToken(IOperation part, Knowledge knowledge) =>
        (knowledge.Core.IsToken(part.Type) || CoreTypes.Same(part.Type, knowledge.Core.TokenSource))
        && !knowledge.Tokens.IsNone(part);

    private static bool IsRegistered(IOperation loop, Knowledge knowledge) =>
        (loop.Function() ?? loop.Root()).OwnFrame().Any(part =>
            part is IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" or "CreateLinkedTokenSource" } call
            && (CoreTypes.Same(call.TargetMethod.ContainingType, knowledge.Core.CancellationToken) || CoreTypes.Same(call.TargetMethod.ContainingType, knowledge.Core.TokenSource)));
}
