using Reliability.Declarations.Failover;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>An <c>[Slo]</c> as it was read from source. Equal declarations are equal values; nothing of Roslyn is kept.</summary>
public sealed record OperationDeclaration
{
    /// <summary>The operation, without its source and with the owner declared below the assembly; null when the promise
    /// cannot be meant or no layer reaches it.</summary>
    public required Operation? Operation { get; init; }

    /// <summary>Where the declaration stands.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>The body to emit; null for anything but a partial method that wants one.</summary>
    public PartialMethod? Method { get; init; }

    /// <summary>What goes on around its core besides measuring; null for anything but a partial method that says so.</summary>
    public FailoverDeclaration? Failover { get; init; }

    /// <summary>How what a framework calls is recognised at run time; null for anything else.</summary>
    public OperationPlace? Place { get; init; }

    /// <summary>The static method that judges responses, as source; null for anything but an endpoint that has one.</summary>
    public string? GoodResponse { get; init; }

    /// <summary>What it means for the decorator of an interface; null for anything else.</summary>
    public DecoratorPart? Decorator { get; init; }
}

/// <summary>A place in a source file.</summary>
/// <param name="Path">The path as the compiler knows it.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourcePosition(string Path, int Line);

/// <summary>What ties an <c>[Slo]</c> that is found at run time to its declaration.</summary>
/// <param name="DeclaringType">The metadata name of the type around it, with <c>+</c> before nested types.</param>
/// <param name="Member">The method; null for types and lambdas.</param>
/// <param name="Line">The line that the compiler filled into the attribute.</param>
/// <param name="IsGrpc">Whether the type is not known at run time, as it is not for gRPC.</param>
public sealed record OperationPlace(string DeclaringType, string? Member, int Line, bool IsGrpc);

/// <summary>A method whose emitted body counts around the call of another. Every text is source, qualified with
/// <c>global::</c>.</summary>
public abstract record MeasuredMethod
{
    /// <summary>The name, escaped where it is a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>The return type, with <c>ref</c> where it is a reference.</summary>
    public required string ReturnType { get; init; }

    /// <summary>The type parameters with brackets, or nothing.</summary>
    public required string TypeParameters { get; init; }

    /// <summary>The constraint clauses, each with a leading space, or nothing.</summary>
    public required string Constraints { get; init; }

    /// <summary>The parameters as declared, without default values and attributes.</summary>
    public required string Parameters { get; init; }

    /// <summary>The arguments that hand every parameter on.</summary>
    public required string Arguments { get; init; }

    /// <summary>What makes the names of the emitted locals differ from those of all parameters: underscores.</summary>
    public required string LocalPrefix { get; init; }

    /// <summary>The parameter that carries the caller's cancellation, or null.</summary>
    public required string? CancellationToken { get; init; }

    /// <summary>What the return type means for measuring.</summary>
    public required ReturnShape Returns { get; init; }

    /// <summary>The static method that tells good results from bad ones, as source; null when each is good.</summary>
    public required string? Good { get; init; }

    /// <summary>Whether it is an instance method of a structure, which a function inside of it cannot see.</summary>
    public virtual bool IsOfStructure => false;
}

/// <summary>A partial method whose body is emitted around its core.</summary>
public sealed record PartialMethod : MeasuredMethod
{
    /// <summary>The namespace; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The types around the method, from the outermost, as <c>class Orders&lt;T&gt;</c>.</summary>
    public required EquatableArray<string> Owners { get; init; }

    /// <summary>The metadata name of the innermost of them.</summary>
    public required string OwnerName { get; init; }

    /// <summary>The modifiers, <c>partial</c> included.</summary>
    public required string Modifiers { get; init; }

    /// <summary>The metadata names of the attributes that the method has already and cannot have twice.</summary>
    public required EquatableArray<string> Attributes { get; init; }

    /// <inheritdoc />
    public override bool IsOfStructure => IsInstance && Owners[Owners.Count - 1].Contains("struct ");

    /// <summary>Whether the method is called on an object.</summary>
    public required bool IsInstance { get; init; }

    /// <summary>Whether the core exists; otherwise there is nothing to call.</summary>
    public required bool HasCore { get; init; }
}

/// <summary>What a return type means for measuring.</summary>
public enum ReturnShape
{
    /// <summary>Ends when the method returns, with nothing.</summary>
    Void,

    /// <summary>Ends when the method returns, with a value.</summary>
    Value,

    /// <summary>Ends when the method returns, with a reference to a value.</summary>
    Reference,

    /// <summary>Ends when the <c>Task</c> or <c>ValueTask</c> does, with nothing.</summary>
    Task,

    /// <summary>Ends when the <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c> does, with a value.</summary>
    TaskOfResult,

    /// <summary>Ends when a task-like type of somebody's own does, with nothing.</summary>
    Awaitable,

    /// <summary>Ends when a task-like type of somebody's own does, with a value.</summary>
    AwaitableOfResult,

    /// <summary>Begins and ends with each enumeration.</summary>
    Stream,

    /// <summary>Ends at a time that nothing outside can see.</summary>
    Unsupported,
}
