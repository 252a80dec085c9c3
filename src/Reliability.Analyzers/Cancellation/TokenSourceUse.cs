using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Cancellation;

/// <summary>What the function that makes a token source does with it.</summary>
/// <param name="IsLost">Whether nobody can dispose the source: only its token is passed on, and what it is passed to is waited
/// for or returned.</param>
/// <param name="IsReturned">Whether the token itself is returned.</param>
/// <param name="IsOver">Whether all that uses the token is over at the end of the block.</param>
/// <param name="Declaration">The statement that declares the variable of the source, or null.</param>
internal sealed record TokenSourceUse(bool IsLost, bool IsReturned, bool IsOver, LocalDeclarationStatementSyntax? Declaration)
{
    private static readonly TokenSourceUse s_unknown = new(IsLost: false, IsReturned: false, IsOver: false, Declaration: null);

    public static TokenSourceUse Of(IOperation source, Knowledge knowledge) => source.User() switch
    {
        IPropertyReferenceOperation { Property.Name: "Token" } token => OfTokens([token], source, knowledge, declaration: null),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation { Declarators.Length: 1, Parent: IVariableDeclarationGroupOperation group } } declarator }
            when group.Parent is not (IUsingDeclarationOperation or IUsingOperation) =>
            OfLocal(declarator.Symbol, source, knowledge, group.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()),
        _ => s_unknown,
    };

    private static TokenSourceUse OfLocal(ILocalSymbol local, IOperation source, Knowledge knowledge, LocalDeclarationStatementSyntax? declaration)
    {
        var tokens = new List<IOperation>();
        foreach (var part in source.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation reference || !CoreTypes.Same(reference.Local, local))
                continue;

            if (part.Function() != source.Function())
                return s_unknown;

            switch (part.User())
            {
                case IPropertyReferenceOperation { Property.Name: "Token" } token:
                    tokens.Add(token);
                    break;
                case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }:
                case IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync" or "CancelAfter" }:
                    break;
                default:
                    return s_unknown;
            }
        }

        return tokens.Count == 0 ? s_unknown : OfTokens(tokens, source, knowledge, declaration);
    }

    private static TokenSourceUse OfTokens(List<IOperation> tokens, IOperation source, Knowledge knowledge, LocalDeclarationStatementSyntax? declaration)
    {
        bool isReturned = false, isOver = true;
        foreach (var token in tokens)
        {
            switch (token.User())
            {
                case IReturnOperation { Kind: OperationKind.Return } when token.Function() == source.Function():
                    isReturned = true;
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    if (!AllEnd(Reads(declarator.Symbol, source), source, knowledge, ref isOver))
                        return s_unknown;

                    break;
                case ISimpleAssignmentOperation { Target: var target } assignment when target is ILocalReferenceOperation or IParameterReferenceOperation && assignment.Parent is IExpressionStatementOperation:
                    if (!AllEnd(Reads(target.Symbol()!, source).Where(read => read != target && read.Syntax.SpanStart > assignment.Syntax.Span.End), source, knowledge, ref isOver))
                        return s_unknown;

                    break;
                default:
                    if (!AllEnd([token], source, knowledge, ref isOver))
                        return s_unknown;

                    break;
            }
        }

        return new(IsLost: true, isReturned, isOver && !isReturned, declaration);
    }

    private static IEnumerable<IOperation> Reads(ISymbol variable, IOperation source) =>
        source.Root().Descendants().Where(part => part is ILocalReferenceOperation or IParameterReferenceOperation && CoreTypes.Same(part.Symbol(), variable));

    /// <summary>Whether all uses of a token are over when the function is, or when the task that it returns is.</summary>
    private static bool AllEnd(IEnumerable<IOperation> tokens, IOperation source, Knowledge knowledge, ref bool isOver)
    {
        foreach (var token in tokens)
        {
            if (token.Function() != source.Function())
                return false;

            switch (token.User())
            {
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if (!call.IsWaitedForOrReturned() && call.User() is not IForEachLoopOperation && !knowledge.Apis.Has(call.TargetMethod, ApiTraits.Blocking))
                        return false;

                    isOver &= !knowledge.Core.IsTask(call.Type) || call.IsWaitedFor();
                    break;
                case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }:
                case IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested" }:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
