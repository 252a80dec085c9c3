using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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

    /// <summary>Streams, iterators, custom awaitables and references end at a time that the emitted body would not see: measuring them
    /// as values would record a wrong duration and miss every failure.</summary>
    public static bool IsSupported(IMethodSymbol method) =>
        method is { ReturnsByRef: false, ReturnsByRefReadonly: false }
        && (IsTask(method.ReturnType) || !(IsStream(method.ReturnType) || IsAwaitable(method.ReturnType) || IsIterator(CoreMethods.Find(method) ?? method)));

    private static bool IsTask(ITypeSymbol type) => IsOneOf(type, s_tasks);

    private static bool IsStream(ITypeSymbol type) => IsOneOf(type, s_streams) || type.AllInterfaces.Any(implemented => IsOneOf(implemented, s_streams));

    private static bool IsOneOf(ITypeSymbol type, string[] names) => type is INamedTypeSymbol named && names.Any(name => named.Is(name));

    /// <summary>An iterator's work begins after it has returned.</summary>
    private static bool IsIterator(IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax()
        .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(node => node is YieldStatementSyntax));

    private static bool IsAwaitable(ITypeSymbol type) =>
        type.GetMembers("GetAwaiter").Any(member => member is IMethodSymbol { IsStatic: false, Parameters.Length: 0 });
}
