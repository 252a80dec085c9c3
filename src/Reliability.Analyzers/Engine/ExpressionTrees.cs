using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Reliability.Analyzers.Engine;

/// <summary>Tells code that is run from code that is data: a query, a job for a scheduler, the set-up of a mock.</summary>
internal static class ExpressionTrees
{
    /// <summary>Whether an operation is part of an expression tree.</summary>
    public static bool IsInTree(this IOperation operation, Knowledge knowledge)
    {
        for (var function = operation.Function(); function is not null; function = function.Function())
        {
            if (function.Parent is IConversionOperation { Type: { } type } && type.IsOrDerivesFrom(knowledge.Type("System.Linq.Expressions.LambdaExpression")))
                return true;
        }

        return false;
    }
}
