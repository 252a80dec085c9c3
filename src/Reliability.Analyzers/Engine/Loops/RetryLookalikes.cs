using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>Knows the loops that look like a retry and are none, because each round tries something else: fail-over to the next
/// endpoint, a buffer that grows, a conflict that is resolved by reading again, a person who is asked again.</summary>
internal static class RetryLookalikes
{
    private static readonly string[] s_conflicts =
    [
        "Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException",
        "Microsoft.EntityFrameworkCore.DbUpdateException",
        "System.Data.DBConcurrencyException",
        "Orleans.Storage.InconsistentStateException",
        "EventStore.Client.WrongExpectedVersionException",
        "KurrentDB.Client.WrongExpectedVersionException",
        "Marten.Exceptions.ConcurrencyException",
        "JasperFx.ConcurrencyException",
        "Raven.Client.Exceptions.ConcurrencyException",
        "NHibernate.StaleObjectStateException",
    ];

    /// <summary>Whether a clause takes a conflict: somebody else was faster, and trying again at once is right.</summary>
    public static bool IsConflict(ICatchClauseOperation clause, Knowledge knowledge)
    {
        if (clause.ExceptionType is { } type && !knowledge.Catches.IsGeneral(clause))
        {
            foreach (var name in s_conflicts)
            {
                if (type.IsOrDerivesFrom(knowledge.Type(name)))
                    return true;
            }
        }

        return clause.OwnFrame().Any(part => part is IFieldReferenceOperation { ConstantValue: { HasValue: true, Value: 409 or 412 }, Type.TypeKind: TypeKind.Enum }
            or ILiteralOperation { ConstantValue: { HasValue: true, Value: 409 or 412 } });
    }

    /// <summary>Whether what is tried changes from round to round, or a person or another thread decides.</summary>
    public static bool TriesSomethingElse(Loop loop, ITryOperation attempt, Knowledge knowledge)
    {
        HashSet<ISymbol>? changed = null;
        foreach (var part in loop.Parts)
        {
            if (part is IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: true, ContainingType.Name: "Console" or "Interlocked", Name: "ReadLine" or "ReadKey" or "Read" or "CompareExchange" } })
                return true;

            if (Changes(part, knowledge) is { } symbol && !part.IsWithin(attempt.Body))
                (changed ??= new(SymbolEqualityComparer.Default)).Add(symbol);
        }

        if (changed is null)
            return false;

        foreach (var part in attempt.Body.OwnFrame())
        {
            if (part is ILocalReferenceOperation or IFieldReferenceOperation && changed.Contains(part.Symbol()!) && IsTried(part, knowledge))
                return true;
        }

        return false;
    }

    /// <summary>What an operation gives another value, or null. A fresh object or a reset is not another thing to try, nor is
    /// what belongs to the round: a scope, a timeout.</summary>
    private static ISymbol? Changes(IOperation part, Knowledge knowledge)
    {
        switch (part)
        {
            case IIncrementOrDecrementOperation step:
                return step.Target.Symbol();
            case ICompoundAssignmentOperation compound:
                return compound.Target.Symbol();
            case ISimpleAssignmentOperation assignment when IsOther(assignment.Value):
                return assignment.Target.Symbol();
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } given:
                return given.Value is IDeclarationExpressionOperation declared ? declared.Expression.Symbol() : given.Value.Symbol();
            case IVariableDeclaratorOperation { Initializer.Value: var value, Symbol: var local } declarator:
                return IsOther(value) && !CoreTypes.Same(local.Type, knowledge.Core.TokenSource) && declarator.Enclosing<IVariableDeclarationGroupOperation>()?.Parent is not IUsingOperation and not IUsingDeclarationOperation
                    ? local
                    : null;
            default:
                return null;
        }
    }

    private static bool IsOther(IOperation value) =>
        value.Unwrapped() is not (IObjectCreationOperation or IDefaultValueOperation or ILiteralOperation) && !value.ConstantValue.HasValue;

    /// <summary>Whether a value takes part in what is tried, and is not only logged, counted, compared or slept.</summary>
    private static bool IsTried(IOperation value, Knowledge knowledge)
    {
        for (var user = value.Parent; user is not null; user = user.Parent)
        {
            switch (user)
            {
                case IInvocationOperation call:
                    return !Telemetry.Is(call.TargetMethod, knowledge) && !knowledge.Apis.Has(call.TargetMethod, ApiTraits.Paces);
                case IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean } or IIncrementOrDecrementOperation or IIsPatternOperation:
                    return false;
                case IAssignmentOperation assignment when value.IsWithin(assignment.Target):
                    return false;
                case IBlockOperation:
                    return true;
            }
        }

        return true;
    }
}
