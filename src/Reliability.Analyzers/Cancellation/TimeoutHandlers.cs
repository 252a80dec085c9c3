using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Cancellation;

/// <summary>Reads what a handler of cancellations does.</summary>
internal static class TimeoutHandlers
{
    /// <summary>The <c>break</c>, <c>return</c> or <c>throw;</c> by which a handler always ends, or null: it may stay, or it asks
    /// the token or the exception what happened.</summary>
    public static IOperation? Leaves(ICatchClauseOperation clause, Knowledge knowledge)
    {
        IOperation? last = clause.Handler.Operations.LastOrDefault() switch
        {
            IBranchOperation { BranchKind: BranchKind.Break } leave => leave,
            IReturnOperation { Kind: OperationKind.Return } leave => leave,
            IExpressionStatementOperation { Operation: IThrowOperation { Exception: null } leave } => leave,
            IThrowOperation { Exception: null } leave => leave,
            _ => null,
        };
        return last is null || clause.Handler.OwnFrame().Any(part => MayStay(part, knowledge)) ? null : last;
    }

    private static bool MayStay(IOperation part, Knowledge knowledge) => part switch
    {
        IBranchOperation branch => branch.BranchKind == BranchKind.Continue,
        IPropertyReferenceOperation { Property: var property } =>
            knowledge.Tokens.IsAsked(part)
            || (property.Name is "InnerException" or "CancellationToken" && property.ContainingType.IsOrDerivesFrom(knowledge.Core.Exception)),
        _ => knowledge.Tokens.IsAsked(part),
    };
}
