using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Declarations;

/// <summary>Tells when the work that a return type stands for has ended.</summary>
public static class ReturnShapes
{
    private const string AsyncMethodBuilder = "System.Runtime.CompilerServices.AsyncMethodBuilderAttribute";

    private static readonly string[] s_tasks = ["System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask"];
    private static readonly string[] s_tasksOfResult = ["System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask`1"];
    private static readonly string[] s_streams = ["System.Collections.Generic.IAsyncEnumerable`1", "System.Collections.Generic.IAsyncEnumerator`1"];
    private static readonly string[] s_sequences = ["System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IEnumerator`1"];

    /// <summary>What the return type of a method means for measuring.</summary>
    /// <param name="method">The method.</param>
    public static ReturnShape Of(IMethodSymbol method)
    {
        if (method.ReturnsVoid)
            return ReturnShape.Void;

        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
            return ReturnShape.Reference;

        var type = method.ReturnType;
        if (IsOneOf(type, s_tasks))
            return ReturnShape.Task;

        if (IsOneOf(type, s_tasksOfResult))
            return ReturnShape.TaskOfResult;

        if (IsOneOf(type, s_streams))
            return ReturnShape.Stream;

        if (IsIterator(CoreMethods.Find(method) ?? method))
            return IsOneOf(type, s_sequences) ? ReturnShape.Stream : ReturnShape.Unsupported;

        if (IsAsyncBuildable(type))
            return AwaitedType(type) is { SpecialType: not SpecialType.System_Void } ? ReturnShape.AwaitableOfResult : ReturnShape.Awaitable;

        return IsAwaitable(type) || type.AllInterfaces.Any(implemented => IsOneOf(implemented, s_streams)) ? ReturnShape.Unsupported : ReturnShape.Value;
    }

    /// <summary>Awaitables that nothing can make anew, and classes that are streams: handing out another object would change the
    /// type, and handing out the same one would record a wrong duration and miss every failure.</summary>
    /// <param name="method">The method.</param>
    public static bool IsSupported(IMethodSymbol method) => Of(method) != ReturnShape.Unsupported;

    /// <summary>What a caller gets in the end: the result of the task, or the value itself; null where there is none that a
    /// delegate can take.</summary>
    /// <param name="method">The method.</param>
    public static ITypeSymbol? Result(IMethodSymbol method) => Of(method) switch
    {
        ReturnShape.Value or ReturnShape.Reference => method.ReturnType.IsRefLikeType ? null : method.ReturnType,
        ReturnShape.TaskOfResult => ((INamedTypeSymbol)method.ReturnType).TypeArguments[0],
        ReturnShape.AwaitableOfResult => AwaitedType(method.ReturnType),
        _ => null,
    };

    private static bool IsOneOf(ITypeSymbol type, string[] names) => type is INamedTypeSymbol named && names.Any(name => named.Is(name));

    /// <summary>An iterator's work begins after it has returned.</summary>
    private static bool IsIterator(IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax()
        .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(node => node is YieldStatementSyntax));

    /// <summary>Whether an <c>async</c> method can return the type.</summary>
    private static bool IsAsyncBuildable(ITypeSymbol type) => IsAwaitable(type) && type.OriginalDefinition.GetAttributes().Any(attribute => attribute.Is(AsyncMethodBuilder));

    private static bool IsAwaitable(ITypeSymbol type) => Awaiter(type) is not null;

    private static ITypeSymbol? Awaiter(ITypeSymbol type) =>
        type.GetMembers("GetAwaiter").OfType<IMethodSymbol>().FirstOrDefault(member => member is { IsStatic: false, Parameters.Length: 0 })?.ReturnType;

    private static ITypeSymbol? AwaitedType(ITypeSymbol type) =>
        Awaiter(type)?.GetMembers("GetResult").OfType<IMethodSymbol>().FirstOrDefault(member => member.Parameters.Length == 0)?.ReturnType;
}
