using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Overload;

/// <summary>REL0701: a queue that lives as long as the service and may hold any number of items.</summary>
/// <remarks>
/// Reports <c>Channel.CreateUnbounded</c>, and <c>BlockingCollection</c> and dataflow blocks without a capacity, that are kept in a
/// field, a property or as a singleton service, where a request or message handler writes to it; with the option
/// <c>any_writer = 1</c> whoever writes, as a suggestion. Silent for queues of one call, where the method that makes a queue completes it, for flags, and where the type compares how much is in it or waits for a
/// semaphore before it writes.
/// </remarks>
internal sealed class UnboundedQueueRule() : Rule(
    "REL0701", "Unbounded in-memory queue", Categories.Overload, DiagnosticSeverity.Warning,
    "Nothing bounds this queue: while its reader is slower than what writes to it{0}, it grows until the process runs out of memory and loses all of it",
    "A queue without a bound hides an overload until memory ends; a bound makes writers wait, or lets them say no in time.")
{
    private static readonly string[] s_blocks = ["BufferBlock`1", "ActionBlock`1", "TransformBlock`2", "TransformManyBlock`2", "BatchBlock`1"];

    public override bool IsGraded => true;

    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override void Start(RuleStart start)
    {
        var producers = new Producers(start.Knowledge);
        if (start.Type("System.Threading.Channels.Channel") is { } channel)
        {
            start.OnCall(
                (site, call) =>
                {
                    if (CoreTypes.Same(call.TargetMethod.ContainingType, channel))
                        Check(site, call, producers);
                },
                "CreateUnbounded");
        }

        var blocking = start.Type("System.Collections.Concurrent.BlockingCollection`1");
        var blocks = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var name in s_blocks)
        {
            if (start.Type("System.Threading.Tasks.Dataflow." + name) is { } block)
                blocks.Add(block);
        }

        start.On(OperationKind.ObjectCreation, site =>
        {
            var creation = (IObjectCreationOperation)site.Operation;
            var type = creation.Type?.OriginalDefinition;
            if (type is not null && ((CoreTypes.Same(type, blocking) && creation.Argument("boundedCapacity") is null) || (blocks.Contains(type) && IsUnbounded(creation))))
                Check(site, creation, producers);
        });
    }

    private static void Check(Site site, IOperation creation, Producers producers)
    {
        if (IsSignal(creation.Type) || !LongLived.IsKept(creation, out var queue))
            return;

        var use = queue is null ? null : new QueueUse(queue, site.Knowledge, site.Cancelled);
        if (use?.IsGuarded == true || QueueUse.IsCompletedIn(creation))
            return;

        var producer = use is null ? null : producers.Of(use.Writers, site.Cancelled);
        if (producer is null && site.Option("any_writer", otherwise: 0) == 0)
            return;

        site.Report(
            creation.Syntax.GetLocation(),
            producer is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            use?.Capacity(creation) is { } capacity ? DiagnosticProperties.With("Bound", capacity) : DiagnosticProperties.None,
            producer is null ? "" : ", as '" + producer + "' does for each request or message");
    }

    /// <summary>A flag only wakes its reader; a million of them are a megabyte.</summary>
    private static bool IsSignal(ITypeSymbol? type) => type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] };

    /// <summary>Whether a block is given no options, or options that are written here and set no capacity.</summary>
    private static bool IsUnbounded(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Name == "dataflowBlockOptions" && argument.ArgumentKind != ArgumentKind.DefaultValue)
                return argument.Value.Unwrapped() is IObjectCreationOperation options && options.Initialized("BoundedCapacity") is null;
        }

        return true;
    }
}
