using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Errors;

/// <summary>What follows from a result that nobody asks.</summary>
/// <param name="Text">What goes wrong.</param>
/// <param name="IsCertain">Whether nothing but a mistake explains it: a warning, else a suggestion.</param>
/// <param name="CanThrow">Whether an exception instead is the mend.</param>
internal sealed record Consequence(string Text, bool IsCertain, bool CanThrow);

/// <summary>Finds, for each API that says by its result whether it succeeded, the evidence that the code goes on as if it had. A
/// timed wait alone is none: it may be meant as a pause, or as patience on the way down.</summary>
internal sealed class IgnoredResults(Knowledge knowledge)
{
    private readonly INamedTypeSymbol? _semaphore = knowledge.Type("System.Threading.Semaphore");
    private readonly INamedTypeSymbol? _mutex = knowledge.Type("System.Threading.Mutex");
    private readonly INamedTypeSymbol? _monitor = knowledge.Type("System.Threading.Monitor");
    private readonly INamedTypeSymbol? _readerWriter = knowledge.Type("System.Threading.ReaderWriterLockSlim");
    private readonly INamedTypeSymbol? _process = knowledge.Type("System.Diagnostics.Process");
    private readonly INamedTypeSymbol? _redis = knowledge.Type("StackExchange.Redis.IDatabaseAsync");
    private readonly INamedTypeSymbol? _limiter = knowledge.Type("System.Threading.RateLimiting.RateLimiter");
    private readonly INamedTypeSymbol? _partitioned = knowledge.Type("System.Threading.RateLimiting.PartitionedRateLimiter`1");
    private readonly INamedTypeSymbol? _collection = knowledge.Type("System.Collections.Concurrent.BlockingCollection`1");
    private readonly BoundedChannels _channels = new(knowledge);

    /// <summary>What follows from ignoring the result of a call, or null: nothing is known.</summary>
    public Consequence? Of(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var type = call.TargetMethod.ContainingType?.OriginalDefinition;
        if (Is(type, _limiter) || Is(type, _partitioned))
            return new("when no permit is left, the work that it limits is done all the same", IsCertain: true, CanThrow: false);

        if (call.TargetMethod.Name is "LockTake" or "LockTakeAsync")
            return type is not null && (Is(type, _redis) || type.AllInterfaces.Any(implemented => Is(implemented, _redis))) ? Lock(call, "another process holds the lock", canThrow: false) : null;

        if (_channels.IsWriter(type))
            return _channels.MayBeFull(call, cancellationToken) ? new("when the channel is full, the item is lost and nobody knows", IsCertain: false, CanThrow: false) : null;

        var isTimed = TimeOf(call, cancellationToken) is { } time && time != Timeout.InfiniteTimeSpan;
        if (Is(type, _monitor) && call.TargetMethod.Name == "TryEnter")
            return Other(call, call.Argument("obj"), "Exit") is null ? null : Lock(call, "the lock is held elsewhere" + After(call, cancellationToken));

        if (Is(type, _readerWriter))
            return Other(call, call.Instance, call.TargetMethod.Name.Replace("TryEnter", "Exit")) is null ? null : Lock(call, "the lock is held elsewhere" + After(call, cancellationToken));

        if (!isTimed && !HasUnknownTime(call, cancellationToken))
            return null;

        if (Is(type, _collection))
            return new("when the collection is full" + After(call, cancellationToken) + ", the item is lost and nobody knows", IsCertain: false, CanThrow: false);

        if (Is(type, knowledge.Core.SemaphoreSlim) || Is(call.Instance?.Type, _semaphore) || Is(call.Instance?.Type, _mutex))
            return Releases(call) ? Lock(call, "it is held elsewhere" + After(call, cancellationToken)) : null;

        if (Is(type, knowledge.Core.Task) || Is(type, knowledge.Core.TaskOfT))
            return WaitsAgain(call) ? new("when it is not done" + After(call, cancellationToken) + ", Result waits on without a limit", IsCertain: true, CanThrow: true) : null;

        return Is(type, _process) && AsksExited(call)
            ? new("when it still runs" + After(call, cancellationToken) + ", ExitCode throws and the process is left behind", IsCertain: true, CanThrow: true)
            : null;
    }

    private static Consequence Lock(IInvocationOperation call, string when, bool canThrow = true) =>
        new("when " + when + ", the code goes on without it", IsCertain: true, canThrow && !ReleasesInFinally(call));

    /// <summary>Whether a thread that did not get in leaves all the same, or hands on the right to.</summary>
    private static bool Releases(IInvocationOperation call) =>
        Other(call, call.Instance, "Release") is not null || Other(call, call.Instance, "ReleaseMutex") is not null
        || Later(call, call.Instance).Any(reference => reference.Parent is IArgumentOperation { Parent: IObjectCreationOperation });

    private static bool WaitsAgain(IInvocationOperation call)
    {
        var isRead = false;
        foreach (var reference in References(call, call.Instance))
        {
            if (reference.User() is IPropertyReferenceOperation { Property.Name: var name })
            {
                if (name != "Result")
                    return false;

                isRead |= IsAfter(reference, call);
            }
        }

        return isRead;
    }

    private static bool AsksExited(IInvocationOperation call)
    {
        var asksCode = false;
        foreach (var reference in References(call, call.Instance))
        {
            if (reference.User() is IPropertyReferenceOperation { Property.Name: "HasExited" }
                or IInvocationOperation { TargetMethod.Name: "Kill" or "CloseMainWindow" or "WaitForExitAsync" }
                || (reference.User() is IInvocationOperation { TargetMethod.Name: "WaitForExit" } other && other != call))
            {
                return false;
            }

            asksCode |= reference.User() is IPropertyReferenceOperation { Property.Name: "ExitCode" } && IsAfter(reference, call);
        }

        return asksCode;
    }

    private static bool ReleasesInFinally(IInvocationOperation call)
    {
        for (IOperation inner = call, outer = call.Parent!; outer is not null && !Operations.IsFunction(inner); inner = outer, outer = outer.Parent!)
        {
            if (outer is ITryOperation { Finally: not null } block && block.Body == inner)
                return true;
        }

        return false;
    }

    /// <summary>A call of another member of the same object later in the function.</summary>
    private static IInvocationOperation? Other(IInvocationOperation call, IOperation? instance, string name)
    {
        foreach (var reference in Later(call, instance))
        {
            if (reference.User() is IInvocationOperation { TargetMethod.Name: var called } other && called == name)
                return other;

            if (reference.User() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var given } taking } && given == name && CoreTypes.Same(taking.TargetMethod.ContainingType, call.TargetMethod.ContainingType))
                return taking;
        }

        return null;
    }

    private static IEnumerable<IOperation> Later(IInvocationOperation call, IOperation? instance) =>
        References(call, instance).Where(reference => IsAfter(reference, call));

    /// <summary>Where the member of the call names the same variable, field or property.</summary>
    private static IEnumerable<IOperation> References(IInvocationOperation call, IOperation? instance)
    {
        var symbol = instance.Symbol();
        return symbol is null
            ? []
            : call.Root().Descendants().Where(operation => operation is IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation && CoreTypes.Same(operation.Symbol(), symbol));
    }

    private static bool IsAfter(IOperation operation, IOperation other) => operation.Syntax.SpanStart > other.Syntax.SpanStart;

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol? known) => type is not null && CoreTypes.Same(type.OriginalDefinition, known);

    private string After(IInvocationOperation call, CancellationToken cancellationToken) => TimeOf(call, cancellationToken) switch
    {
        { Ticks: > 0 } time => " after " + Durations.Text(time),
        { Ticks: 0 } => "",
        _ when Time(call) is not null => " after that time",
        _ => "",
    };

    private bool HasUnknownTime(IInvocationOperation call, CancellationToken cancellationToken) => Time(call) is not null && TimeOf(call, cancellationToken) is null;

    private TimeSpan? TimeOf(IInvocationOperation call, CancellationToken cancellationToken) =>
        Time(call) is { } time ? Durations.Of(time, knowledge, cancellationToken) ?? Durations.OfMilliseconds(time) : null;

    private static IOperation? Time(IInvocationOperation call) => call.Argument("timeout") ?? call.Argument("millisecondsTimeout") ?? call.Argument("milliseconds");
}
