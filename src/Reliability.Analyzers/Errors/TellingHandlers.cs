using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Errors;

/// <summary>Reads what handlers of exceptions do.</summary>
internal static class TellingHandlers
{
    /// <summary>Whether a handler does nothing at all.</summary>
    public static bool IsEmpty(ICatchClauseOperation clause) => clause.Handler.Operations.All(statement => statement is IEmptyOperation or IReturnOperation { ReturnedValue: null });

    /// <summary>Whether a handler tells people at most: it logs, traces or counts, and perhaps returns.</summary>
    public static bool OnlyTells(ICatchClauseOperation clause, Knowledge knowledge) => OnlyTells(clause.Handler, knowledge);

    /// <summary>Whether a statement tells people at most.</summary>
    public static bool OnlyTells(IOperation statement, Knowledge knowledge) => statement switch
    {
        IBlockOperation block => block.Operations.All(inner => OnlyTells(inner, knowledge)),
        IEmptyOperation or IReturnOperation => true,
        IExpressionStatementOperation { Operation: var expression } => Tells(expression is IAwaitOperation await ? await.Awaited() : expression.Unwrapped(), knowledge),
        IConditionalOperation conditional => OnlyTells(conditional.WhenTrue, knowledge) && (conditional.WhenFalse is null || OnlyTells(conditional.WhenFalse, knowledge)),
        IVariableDeclarationGroupOperation declaration => !declaration.OwnFrame().Any(part => part is IInvocationOperation or IAwaitOperation),
        _ => false,
    };

    private static bool Tells(IOperation expression, Knowledge knowledge) => expression switch
    {
        IInvocationOperation call => Telemetry.Is(call.TargetMethod, knowledge) || IsConsole(call.Instance),
        IConditionalAccessOperation access => Tells(access.WhenNotNull, knowledge),
        _ => false,
    };

    private static bool IsConsole(IOperation? instance) =>
        instance is IPropertyReferenceOperation { Property: { Name: "Error" or "Out", IsStatic: true, ContainingType: { Name: "Console", ContainingNamespace.Name: "System" } } };
}
