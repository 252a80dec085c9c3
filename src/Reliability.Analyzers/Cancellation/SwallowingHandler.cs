using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;
using Reliability.Analyzers.Engine.Methods;

namespace Reliability.Analyzers.Cancellation;

/// <summary>What a handler that takes all exceptions does about a cancellation.</summary>
/// <param name="clause">The clause.</param>
/// <param name="block">The <c>try</c>.</param>
/// <param name="site">Where a rule looks.</param>
internal sealed class SwallowingHandler(ICatchClauseOperation clause, ITryOperation block, Site site)
{
    private const int Hops = 3;

    /// <summary>The call that tells another process of a failure, or null. One that is given the token is cancelled itself.</summary>
    public string? Records
    {
        get
        {
            foreach (var part in clause.Handler.OwnFrame())
            {
                if (part is IInvocationOperation call
                    && GivenToken.Of(call, site.Knowledge) is null
                    && site.Knowledge.Methods.Reach(call, IsRecord, fact => fact is { IsAwaited: true, PassesToken: false }, site.Cancelled, Hops) is { } found)
                {
                    return found;
                }
            }

            return null;
        }
    }

    /// <summary>Whether an endless loop goes round again and nothing in it notices the cancellation.</summary>
    public bool KeepsEndlessLoopGoing => Around is { } loop && new Loop(loop, site.Knowledge).IsEndless && !HasOtherEnd(loop) && Goes(loop);

    /// <summary>Whether the loop around goes on and nothing in it, or in a loop around it, notices the cancellation.</summary>
    public bool KeepsLoopGoing
    {
        get
        {
            if (Around is not { } loop || !Goes(loop))
                return false;

            for (var outer = loop.Enclosing<ILoopOperation>(); outer is not null; outer = outer.Enclosing<ILoopOperation>())
            {
                if (Notices(outer, block, after: false))
                    return false;
            }

            return true;
        }
    }

    /// <summary>Whether an error is logged.</summary>
    public bool LogsError => clause.Handler.OwnFrame().Any(part =>
        part is IInvocationOperation { TargetMethod: { Name: "LogError" or "LogCritical", ContainingType: var type } }
        && CoreTypes.Same(type, site.Knowledge.Type("Microsoft.Extensions.Logging.LoggerExtensions")));

    /// <summary>Whether nothing comes after the handler that notices the cancellation.</summary>
    public bool EndsWork => Around is null && !Notices(block.Root(), block, after: true);

    private ILoopOperation? Around => block.Enclosing<ILoopOperation>();

    /// <summary>Whether a handler asks the token or tests the exception, or somebody it hands the exception to does, so that it
    /// knows what it does; or throws.</summary>
    public static bool LooksAtCancellation(ICatchClauseOperation clause, Knowledge knowledge, CancellationToken cancellationToken)
    {
        foreach (var part in clause.Handler.OwnFrame())
        {
            if (part is IThrowOperation || IsLook(part, knowledge))
                return true;

            if (part is not IInvocationOperation call)
                continue;

            if (Throws(call.TargetMethod, knowledge, cancellationToken)
                || (call.Arguments.Any(argument => argument.Value.Unwrapped() is ILocalReferenceOperation local && clause.Locals.Contains(local.Local, SymbolEqualityComparer.Default))
                && knowledge.Methods.Targets(call.TargetMethod).Any(target =>
                    Bodies.Of(target, knowledge.Compilation, cancellationToken)?.OwnFrame().Any(inner => IsLook(inner, knowledge)) == true)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method throws, or ends the process: a helper that throws for others.</summary>
    private static bool Throws(IMethodSymbol method, Knowledge knowledge, CancellationToken cancellationToken) =>
        Catches.NeverReturns(method)
        || knowledge.Methods.Targets(method).Any(target => knowledge.Methods.Of(target, cancellationToken)?.Throws == true);

    private static bool IsLook(IOperation part, Knowledge knowledge) => knowledge.Tokens.IsAsked(part) || part switch
    {
        ITypePatternOperation pattern => IsCancellation(pattern.MatchedType, knowledge),
        IDeclarationPatternOperation pattern => IsCancellation(pattern.MatchedType, knowledge),
        IRecursivePatternOperation pattern => IsCancellation(pattern.MatchedType, knowledge),
        IIsTypeOperation test => IsCancellation(test.TypeOperand, knowledge),
        IConversionOperation { IsTryCast: true } test => IsCancellation(test.Type, knowledge),
        _ => false,
    };

    private static bool IsCancellation(ITypeSymbol? type, Knowledge knowledge) => type.IsOrDerivesFrom(knowledge.Core.OperationCanceled);

    private static bool IsRecord(CallFact fact) =>
        !fact.PassesToken && fact.Api is { } api && api.Has(ApiTraits.Write) && api.Has(ApiTraits.Remote) && !api.Has(ApiTraits.GivesBack | ApiTraits.BestEffort);

    // What await foreach reads from knows the token, or may.
    private bool Goes(ILoopOperation loop) =>
        loop is not IForEachLoopOperation { IsAsynchronous: true }
        && (Catches.EndIsReachable(clause.Handler) || clause.Handler.OwnFrame().Any(part => part is IBranchOperation { BranchKind: BranchKind.Continue }))
        && !clause.Handler.OwnFrame().Any(part => part is IReturnOperation or IBranchOperation { BranchKind: not BranchKind.Continue })
        && !Notices(loop, block, after: false);

    /// <summary>Whether something but what is tried ends the loop: a count of attempts, perhaps.</summary>
    private bool HasOtherEnd(ILoopOperation loop) => loop.OwnFrame().Any(part =>
        !part.IsWithin(block.Body) && part switch
        {
            IReturnOperation => part.Kind != OperationKind.YieldReturn,
            IBranchOperation leave => leave.BranchKind == BranchKind.GoTo || CoreTypes.Same(leave.Target, loop.ExitLabel),
            _ => part is IThrowOperation,
        });

    /// <summary>Whether a token is asked, or given to a call outside of what is tried: that throws.</summary>
    private bool Notices(IOperation scope, ITryOperation tried, bool after) => scope.OwnFrame().Any(part =>
        (!after || part.Syntax.SpanStart > tried.Syntax.Span.End)
        && (site.Knowledge.Tokens.IsAsked(part)
            ? part is IPropertyReferenceOperation || !part.IsWithin(tried.Body)
            : part is IInvocationOperation call && !part.IsWithin(tried.Body) && site.Knowledge.Tokens.IsPassedTo(call)));
}
