using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Errors;

/// <summary>A failure that a handler takes and tells people at most: what failed, and what the code around makes of
/// it.</summary>
internal sealed class Swallowed
{
    private readonly Site _site;

    private Swallowed(Site site, ITryOperation attempt, ICatchClauseOperation clause)
    {
        _site = site;
        Try = attempt;
        Clause = clause;
        IsSilent = TellingHandlers.IsEmpty(clause);
    }

    public ITryOperation Try { get; }

    public ICatchClauseOperation Clause { get; }

    /// <summary>Whether not even people are told.</summary>
    public bool IsSilent { get; }

    /// <summary>The clause as a report marks it: one word.</summary>
    public Location Place => ((CatchClauseSyntax)Clause.Syntax).CatchKeyword.GetLocation();

    /// <summary>Reads a clause that takes all failures of its <c>try</c> and tells people at most; or null. Those are left out
    /// in which a failure is expected: what is tried in a handler or a <c>finally</c> is cleanup.</summary>
    public static Swallowed? Of(Site site)
    {
        var clause = (ICatchClauseOperation)site.Operation;
        return clause.Parent is ITryOperation attempt
            && clause.Syntax is CatchClauseSyntax
            && site.Knowledge.Catches.IsGeneral(clause)
            && (clause.Filter is null || Catches.Excludes(clause.Filter, site.Knowledge.Core.OperationCanceled!))
            && TellingHandlers.OnlyTells(clause, site.Knowledge)
            && !IsCleanup(attempt)
                ? new(site, attempt, clause)
                : null;
    }

    /// <summary>The nearest call with any of the traits whose failure comes to the handler; or null.</summary>
    public Step? Failing(ApiTraits traits, bool isBestEffort)
    {
        foreach (var step in Walk.From(Try.Body, _site.Knowledge, _site.Cancelled))
        {
            if (!step.IsTaken && step.Has(traits) && step.Has(ApiTraits.BestEffort) == isBestEffort)
                return step;
        }

        return null;
    }

    /// <summary>Whether what is tried is all that its function writes: then the function has failed, and not something beside
    /// it.</summary>
    public bool IsMainWork()
    {
        var body = Clause.Function() is { } function ? function : Clause.Root();
        foreach (var part in body.OwnFrame())
        {
            if (part is IInvocationOperation call && !call.IsWithin(Try.Body) && Writes(call))
                return false;
        }

        return true;
    }

    /// <summary>Whether the code behind learns of the failure: the body ends by leaving the function, so that what follows is
    /// the way of failures, or what it sets is asked behind it.</summary>
    public bool IsNoticed()
    {
        if (!Catches.EndIsReachable(Try.Body))
            return true;

        HashSet<ISymbol>? set = null;
        foreach (var part in Try.Body.OwnFrame())
        {
            var target = part switch
            {
                IAssignmentOperation assignment => assignment.Target.Symbol(),
                IIncrementOrDecrementOperation step => step.Target.Symbol(),
                IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument => argument.Value.Symbol(),
                _ => null,
            };
            if (target is not null)
                (set ??= new(SymbolEqualityComparer.Default)).Add(target);
        }

        return set is not null && Clause.Root().Descendants().Any(part =>
            part.Syntax.SpanStart > Try.Syntax.Span.End && part is IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation && set.Contains(part.Symbol()!));
    }

    /// <summary>Whether it is tried for each of several, or again and again.</summary>
    public ILoopOperation? Loop => Try.Enclosing<ILoopOperation>();

    private static bool IsCleanup(ITryOperation attempt)
    {
        for (IOperation inner = attempt, outer = attempt.Parent!; outer is not null && !Operations.IsFunction(inner); inner = outer, outer = outer.Parent!)
        {
            if (outer is ICatchClauseOperation || (outer is ITryOperation block && block.Finally == inner))
                return true;
        }

        return false;
    }

    private bool Writes(IInvocationOperation call) =>
        _site.Knowledge.Apis.Of(call.TargetMethod) is { } api
            ? api.Has(ApiTraits.Write)
            : _site.Knowledge.Methods.Reach(call.TargetMethod, fact => fact.Api?.Has(ApiTraits.Write) == true, follow: null, _site.Cancelled) is not null;
}
