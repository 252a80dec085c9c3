using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0402: an endless loop in a function that is given a token, which nothing in the loop looks at.</summary>
/// <remarks>
/// Reports <c>while (true)</c> and <c>for (;;)</c> that await something, have no way out of their own, and use no token at all.
/// Silent where any token or token source is mentioned in the loop, where the loop returns or breaks because of what it reads,
/// where the function registers with a token, which may end what the loop waits for, and where <c>Task.Delay</c> without a
/// token is what REL0408 reports. Matters because the caller that cancels is never
/// answered: requests leak, hosts wait for their shutdown timeout.
/// </remarks>
internal sealed class LoopIgnoresTokenRule() : Rule(
    "REL0402", "Endless loop ignores its token", Categories.Cancellation, DiagnosticSeverity.Warning,
    "Nothing in this loop asks '{0}', and it has no other end: who cancels waits for ever",
    "A token in the signature is a promise that the work can be stopped.")
{
    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core.CancellationToken is not null)
            start.OnLoop(Check);
    }

    private static void Check(Site site, Loop loop)
    {
        if (!loop.IsEndless || site.Knowledge.Tokens.InScope(loop.Operation, site.Member) is not { } token)
            return;

        var awaits = false;
        foreach (var part in loop.Operation.Descendants())
        {
            if (Mentions(part, site.Knowledge.Core) || Ends(part, loop) || IsDelay(part, site.Knowledge.Core))
                return;

            awaits |= part is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true };
        }

        if (awaits && !IsRegistered(loop.Operation, site.Knowledge.Core))
            site.Report(Head(loop), DiagnosticProperties.With("Ask", token), token);
    }

    private static bool Mentions(IOperation part, CoreTypes core) => part switch
    {
        // The default of an optional parameter is nobody's look at a token.
        IDefaultValueOperation { IsImplicit: true } => false,
        IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue } => false,
        IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IPropertyReferenceOperation or IInvocationOperation =>
            core.IsToken(part.Type) || CoreTypes.Same(part.Type, core.TokenSource),
        _ => false,
    };

    /// <summary>A way out that the loop finds by itself. What is thrown is a failure and no end.</summary>
    private static bool Ends(IOperation part, Loop loop) => part switch
    {
        IReturnOperation { Kind: OperationKind.YieldReturn } => true,
        IReturnOperation => !part.IsImplicit && part.Function() == loop.Operation.Function(),
        IBranchOperation { BranchKind: BranchKind.Break } leave => loop.IsOnSpine(leave) || leave.Enclosing<ILoopOperation>() is null,
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        _ => false,
    };

    /// <summary>Whether the function stops something else when a token is cancelled: <c>token.Register(listener.Stop)</c>.</summary>
    private static bool IsRegistered(ILoopOperation loop, CoreTypes core) => (loop.Function() ?? loop.Root()).OwnFrame().Any(part =>
        part is IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: var type } } && CoreTypes.Same(type, core.CancellationToken));

    private static bool IsDelay(IOperation part, CoreTypes core) =>
        part is IInvocationOperation { TargetMethod.Name: "Delay", Arguments.Length: 1 } delay && CoreTypes.Same(delay.TargetMethod.ContainingType, core.Task);

    private static SyntaxNode Head(Loop loop) => loop.Operation.Syntax switch
    {
        WhileStatementSyntax statement => statement.Condition,
        DoStatementSyntax statement => statement.Condition,
        var other => other,
    };
}
