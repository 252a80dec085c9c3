using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>The code between the begin of a transaction and its end in the same function.</summary>
internal sealed class OpenTransaction
{
    private readonly IOperation _begin;
    private readonly List<IInvocationOperation> _commits = [];
    private readonly List<IInvocationOperation> _ends = [];

    private OpenTransaction(IOperation begin) => _begin = begin;

    /// <summary>The transaction that an operation begins and the same function commits, or null.</summary>
    public static OpenTransaction? Of(IOperation begin)
    {
        var value = begin.Await() ?? begin;
        if (value.User() is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var transaction } })
            return null;

        var open = new OpenTransaction(begin);
        foreach (var part in Frame(begin).OwnFrame())
        {
            if (part is IInvocationOperation { Instance: { } instance } call && CoreTypes.Same(instance.Symbol(), transaction))
                open.Add(call);
        }

        return open._commits.Count > 0 ? open : null;
    }

    /// <summary>The calls that are made while the transaction is open, in the order of the source.</summary>
    public IEnumerable<IInvocationOperation> Calls() => Frame(_begin).OwnFrame().OfType<IInvocationOperation>().Where(IsInside);

    private static IOperation Frame(IOperation place) => place.Function() ?? place.Root();

    private void Add(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is "Commit" or "CommitAsync" or "Complete")
            _commits.Add(call);

        if (call.TargetMethod.Name is "Commit" or "CommitAsync" or "Complete" or "Rollback" or "RollbackAsync" or "Dispose" or "DisposeAsync")
            _ends.Add(call);
    }

    private bool IsInside(IInvocationOperation call)
    {
        var position = call.Syntax.SpanStart;
        return position > _begin.Syntax.Span.End
            && _commits.Any(commit => commit.Syntax.SpanStart > position)
            && call.Enclosing<ICatchClauseOperation>() == _begin.Enclosing<ICatchClauseOperation>()
            && !_ends.Any(end => end == call || IsBehind(call, end));
    }

    /// <summary>Whether a call comes after another one in the block of that, or in a block inside of it.</summary>
    private static bool IsBehind(IInvocationOperation call, IInvocationOperation end) =>
        call.Syntax.SpanStart > end.Syntax.SpanStart && end.Enclosing<IBlockOperation>() is { } block && call.IsWithin(block);
}
