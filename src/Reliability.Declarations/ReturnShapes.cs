using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Tells when the work that a return type stands for has ended.</summary>
internal static class ReturnShapes
{
    private static readonly string[] s_tasks =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1",
        "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1",
    ];

    private static readonly string[] s_streams =
    [
        "System.Collections.Generic.IAsyncEnumerable`1", "System.Collections.Generic.IAsyncEnumerator`1",
    ];

    public static ReturnShape Of(IMethodSymbol method) =>
        method.ReturnsVoid ? ReturnShape.Void : IsTask(method.ReturnType) ? ReturnShape.Awaitable : ReturnShape.Value;

    /// <summary>Streams, custom awaitables and references end at a time that the emitted body would not see: measuring them
    /// as values would record a wrong duration and miss every failure.</summary>
    public static bool IsSupported(IMethodSymbol method) =>
        method is { ReturnsByRef: false, ReturnsByRefReadonly: false }
        && (IsTask(method.ReturnType) || !(IsStream(method.ReturnType) || IsAwaitable(method.ReturnType)));

    private static bool IsTask(ITypeSymbol type) => type is INamedTypeSymbol named && s_tasks.Any(name => named.Is(name));

    private static bool IsStream(ITypeSymbol type) =>
        (type is INamedTypeSymbol named && s_streams.Any(name => named.Is(name)))
        || type.AllInterfaces.Any(implemented => s_streams.Any(name => implemented.Is(name)));

    private static bool IsAwaitable(ITypeSymbol type) =>
        type.GetMembers("GetAwaiter").Any(member => member is IMethodSymbol { IsStatic: false, Parameters.Length: 0 });
}
