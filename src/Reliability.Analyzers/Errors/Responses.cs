using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Errors;

/// <summary>Follows an HTTP response through the member that it arrives in.</summary>
internal static class Responses
{
    private enum Use
    {
        /// <summary>Says nothing: disposed, compared with null.</summary>
        Neutral,

        /// <summary>The content is read.</summary>
        Read,

        /// <summary>The status is asked, the response is handed on, or something that is not understood.</summary>
        Other,
    }

    /// <summary>Whether the content of a response that is kept in a local is read, and nothing else is made of the
    /// response.</summary>
    public static bool IsOnlyRead(ILocalSymbol response, IOperation place, Knowledge knowledge)
    {
        var isRead = false;
        var assignments = 0;
        foreach (var operation in place.Root().Descendants())
        {
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } initial } declarator && CoreTypes.Same(declarator.Symbol, response))
                assignments += initial.Unwrapped() is ILiteralOperation or IDefaultValueOperation ? 0 : 1;

            if (operation is not ILocalReferenceOperation reference || !CoreTypes.Same(reference.Local, response))
                continue;

            if (reference.Parent is ISimpleAssignmentOperation { Target: var target } && target == reference)
            {
                assignments++;
                continue;
            }

            var use = OfResponse(reference, knowledge);
            if (use == Use.Other)
                return false;

            isRead |= use == Use.Read;
        }

        return isRead && assignments == 1;
    }

    /// <summary>Whether a content is read, and what is read is not judged: there are services that say in the body what went
    /// wrong.</summary>
    public static bool IsRead(IPropertyReferenceOperation content, Knowledge knowledge) => OfContent(content, knowledge) == Use.Read;

    private static Use OfResponse(ILocalReferenceOperation reference, Knowledge knowledge) => reference.User() switch
    {
        IPropertyReferenceOperation { Property.Name: "Content" } content => OfContent(content, knowledge),
        IPropertyReferenceOperation { Property.Name: "Headers" or "TrailingHeaders" or "Version" or "RequestMessage" } => Use.Neutral,
        IInvocationOperation { TargetMethod.Name: "Dispose" } => Use.Neutral,
        IUsingOperation => Use.Neutral,
        IBinaryOperation binary when IsNull(binary.LeftOperand) || IsNull(binary.RightOperand) => Use.Neutral,
        IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } => Use.Neutral,
        IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.Name: "Dispose" } } => Use.Neutral,
        _ => Use.Other,
    };

    private static Use OfContent(IPropertyReferenceOperation content, Knowledge knowledge) => content.User() switch
    {
        IInvocationOperation { TargetMethod.Name: "Dispose" } => Use.Neutral,
        IInvocationOperation or IVariableInitializerOperation or IConditionalAccessOperation => IsJudged(content, knowledge) ? Use.Other : Use.Read,
        IArgumentOperation argument => IsOwn(argument, knowledge) || IsJudged(content, knowledge) ? Use.Other : Use.Read,
        IPropertyReferenceOperation { Property.Name: "Headers" } headers => headers.User() is IPropertyReferenceOperation { Property.Name: "ContentLength" } ? Use.Neutral : Use.Other,
        IBinaryOperation binary when IsNull(binary.LeftOperand) || IsNull(binary.RightOperand) => Use.Neutral,
        IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } => Use.Neutral,
        _ => Use.Other,
    };

    /// <summary>Whether anything is asked of what was read, here or in a local that it is kept in.</summary>
    private static bool IsJudged(IOperation content, Knowledge knowledge)
    {
        var kept = new List<(ILocalSymbol Local, bool IsPart)>();
        if (IsJudged(content, isContent: true, isPart: false, kept, knowledge))
            return true;

        for (var i = 0; i < kept.Count; i++)
        {
            foreach (var operation in content.Root().Descendants())
            {
                if (operation is ILocalReferenceOperation { IsDeclaration: false } reference && CoreTypes.Same(reference.Local, kept[i].Local) && IsJudged(reference, isContent: false, kept[i].IsPart, kept, knowledge))
                    return true;
            }
        }

        return false;
    }

    private static bool IsJudged(IOperation value, bool isContent, bool isPart, List<(ILocalSymbol Local, bool IsPart)> kept, Knowledge knowledge)
    {
        // The first member is the reading itself; those behind it ask what was read. Whether a part of it is there tells as much.
        var isAsked = isPart;
        var isFirst = isContent;
        var isCarrier = value.Type.IsOrDerivesFrom(knowledge.Type("System.IO.Stream")) || value.Type.IsOrDerivesFrom(knowledge.Type("System.IO.TextReader"));
        for (var (inner, outer) = (value, value.Parent); outer is not null; inner = outer, outer = outer.Parent)
        {
            switch (outer)
            {
                case IMemberReferenceOperation or IInvocationOperation or IConditionalAccessOperation when isFirst:
                    isFirst = false;
                    break;
                case IArgumentOperation argument when !isFirst && IsOwn(argument, knowledge):
                    return true;
                case IIsPatternOperation or ILoopOperation when isCarrier:
                    // What is read of a stream piece by piece is the answer, not a verdict on it.
                    return false;
                case IMemberReferenceOperation member when member.Instance == inner && !knowledge.Core.IsTask(inner.Type):
                case IInvocationOperation { TargetMethod.Name: not ("ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult") } call when call.Instance == inner:
                case IConditionalAccessOperation access when access.Operation == inner:
                    isAsked = isPart || !isCarrier;
                    break;
                case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } when !isAsked:
                    return false;
                case IIsPatternOperation or ISwitchOperation or ISwitchExpressionOperation:
                    return true;
                case IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean }:
                case IConditionalOperation conditional when conditional.Condition == inner:
                case IWhileLoopOperation loop when loop.Condition == inner:
                case ICoalesceOperation { WhenNull: IThrowOperation or IConversionOperation { Operand: IThrowOperation } }:
                    return isAsked;
                case IVariableDeclaratorOperation { Symbol: var local }:
                    Keep(local);
                    return false;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } target } when target != inner:
                    Keep(local);
                    return false;
                case IBlockOperation or IReturnOperation or IExpressionStatementOperation or ILoopOperation or IAnonymousFunctionOperation:
                    return false;
            }
        }

        return false;

        void Keep(ILocalSymbol local)
        {
            foreach (var known in kept)
            {
                if (CoreTypes.Same(known.Local, local))
                    return;
            }

            kept.Add((local, isAsked));
        }
    }

    /// <summary>Whether a value is handed to a method of this assembly, which may judge it.</summary>
    private static bool IsOwn(IArgumentOperation argument, Knowledge knowledge) =>
        argument.Parent is IInvocationOperation { TargetMethod: var method } && CoreTypes.Same(method.OriginalDefinition.ContainingAssembly, knowledge.Compilation.Assembly);

    private static bool IsNull(IOperation operation) => operation.Unwrapped().ConstantValue is { HasValue: true, Value: null };
}
