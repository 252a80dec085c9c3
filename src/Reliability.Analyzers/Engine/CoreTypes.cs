using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Engine;

/// <summary>The types of the base library that many rules ask for; null where a broken compilation lacks them.</summary>
internal sealed class CoreTypes(Knowledge knowledge)
{
    public INamedTypeSymbol? Exception { get; } = knowledge.Type("System.Exception");

    public INamedTypeSymbol? OperationCanceled { get; } = knowledge.Type("System.OperationCanceledException");

    /// <summary>What <c>HttpClient</c> throws when its time is up.</summary>
    public INamedTypeSymbol? TaskCanceled { get; } = knowledge.Type("System.Threading.Tasks.TaskCanceledException");

    public INamedTypeSymbol? CancellationToken { get; } = knowledge.Type("System.Threading.CancellationToken");

    public INamedTypeSymbol? TokenSource { get; } = knowledge.Type("System.Threading.CancellationTokenSource");

    public INamedTypeSymbol? Task { get; } = knowledge.Type("System.Threading.Tasks.Task");

    public INamedTypeSymbol? TaskOfT { get; } = knowledge.Type("System.Threading.Tasks.Task`1");

    public INamedTypeSymbol? ValueTask { get; } = knowledge.Type("System.Threading.Tasks.ValueTask");

    public INamedTypeSymbol? ValueTaskOfT { get; } = knowledge.Type("System.Threading.Tasks.ValueTask`1");

    public INamedTypeSymbol? TimeSpan { get; } = knowledge.Type("System.TimeSpan");

    public INamedTypeSymbol? SemaphoreSlim { get; } = knowledge.Type("System.Threading.SemaphoreSlim");

    public INamedTypeSymbol? BackgroundService { get; } = knowledge.Type("Microsoft.Extensions.Hosting.BackgroundService");

    public INamedTypeSymbol? HostedService { get; } = knowledge.Type("Microsoft.Extensions.Hosting.IHostedService");

    /// <summary>Whether a type is <c>Task</c>, <c>Task&lt;T&gt;</c>, <c>ValueTask</c> or <c>ValueTask&lt;T&gt;</c>.</summary>
    public bool IsTask(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named)
            return false;

        var definition = named.OriginalDefinition;
        return Same(definition, Task) || Same(definition, TaskOfT) || Same(definition, ValueTask) || Same(definition, ValueTaskOfT);
    }

    public bool IsToken(ITypeSymbol? type) => type is not null && Same(type, CancellationToken);

    public static bool Same(ISymbol? one, ISymbol? other) => one is not null && SymbolEqualityComparer.Default.Equals(one, other);
}
