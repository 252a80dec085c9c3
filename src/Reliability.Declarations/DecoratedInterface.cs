using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>What one <c>[Slo]</c> means for the decorator of its interface.</summary>
/// <param name="Interface">The metadata name of the interface.</param>
/// <param name="Method">The <see cref="DecoratedMethod.Key"/> of the method that carries it; null for the interface itself.</param>
/// <param name="Good">The static method that tells good results from bad ones, as source; null when each is good.</param>
/// <param name="Shape">The interface as it is emitted; null for all promises of it but the first.</param>
public sealed record DecoratorPart(string Interface, string? Method, string? Good, DecoratedInterface? Shape);

/// <summary>An interface, in front of whose implementations an emitted class stands. Every text is source, qualified with
/// <c>global::</c>.</summary>
public sealed record DecoratedInterface
{
    /// <summary>The interface.</summary>
    public required string Type { get; init; }

    /// <summary>The interface without its arguments, for <c>typeof</c>.</summary>
    public required string Unbound { get; init; }

    /// <summary>The interface as people name it.</summary>
    public required string Title { get; init; }

    /// <summary>The name of the emitted class.</summary>
    public required string ClassName { get; init; }

    /// <summary>The number of type parameters.</summary>
    public required int Arity { get; init; }

    /// <summary>The type parameters with brackets, or nothing.</summary>
    public required string TypeParameters { get; init; }

    /// <summary>The constraint clauses, each with a leading space, or nothing.</summary>
    public required string Constraints { get; init; }

    /// <summary>Whether other assemblies see the interface.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Whether the interface is obsolete, so that naming it is said to be.</summary>
    public required bool IsObsolete { get; init; }

    /// <summary>Whether whoever holds it can dispose it, at once.</summary>
    public required bool IsDisposable { get; init; }

    /// <summary>Whether whoever holds it can dispose it, and wait.</summary>
    public required bool IsAsyncDisposable { get; init; }

    /// <summary>The decorators of interfaces that it inherits, which count what is theirs.</summary>
    public required EquatableArray<InheritedDecorator> Inherited { get; init; }

    /// <summary>The methods, inherited ones included.</summary>
    public required EquatableArray<DecoratedMethod> Methods { get; init; }

    /// <summary>The properties and indexers, inherited ones included.</summary>
    public required EquatableArray<DecoratedProperty> Properties { get; init; }

    /// <summary>The events, inherited ones included.</summary>
    public required EquatableArray<DecoratedEvent> Events { get; init; }
}

/// <summary>The decorator of an inherited interface.</summary>
/// <param name="Type">The interface.</param>
/// <param name="Class">The class.</param>
public sealed record InheritedDecorator(string Type, string Class);

/// <summary>A method of a decorated interface.</summary>
public sealed record DecoratedMethod : MeasuredMethod
{
    /// <summary>What tells it from all others.</summary>
    public required string Key { get; init; }

    /// <summary>The interface that declares it.</summary>
    public required string Owner { get; init; }

    /// <summary>The position of the inherited decorator that counts it, or null.</summary>
    public required int? Via { get; init; }

    /// <summary>Whether the promise of the interface itself covers it.</summary>
    public required bool IsCountedByType { get; init; }

    /// <summary>The modifiers and attributes of the implementation.</summary>
    public required DecoratedTraits Traits { get; init; }
}

/// <summary>A property or indexer of a decorated interface. It is never counted.</summary>
public sealed record DecoratedProperty
{
    /// <summary>The interface that declares it.</summary>
    public required string Owner { get; init; }

    /// <summary>The position of the inherited decorator that it goes through, or null.</summary>
    public required int? Via { get; init; }

    /// <summary>The type, with <c>ref</c> where it is a reference.</summary>
    public required string Type { get; init; }

    /// <summary>The name, escaped; null for an indexer.</summary>
    public required string? Name { get; init; }

    /// <summary>The parameters of an indexer.</summary>
    public required string Parameters { get; init; }

    /// <summary>The arguments that hand them on.</summary>
    public required string Arguments { get; init; }

    /// <summary>Whether it can be read.</summary>
    public required bool HasGetter { get; init; }

    /// <summary><c>set</c>, <c>init</c> or null.</summary>
    public required string? Setter { get; init; }

    /// <summary>The modifiers and attributes of the implementation.</summary>
    public required DecoratedTraits Traits { get; init; }
}

/// <summary>An event of a decorated interface.</summary>
/// <param name="Owner">The interface that declares it.</param>
/// <param name="Via">The position of the inherited decorator that it goes through, or null.</param>
/// <param name="Type">The type of its handlers.</param>
/// <param name="Name">The name, escaped.</param>
/// <param name="Traits">The modifiers and attributes of the implementation.</param>
public sealed record DecoratedEvent(string Owner, int? Via, string Type, string Name, DecoratedTraits Traits);

/// <summary>What an implementation must say so that nothing is said about it.</summary>
/// <param name="IsObsolete">Obsolete code may use what is obsolete.</param>
/// <param name="IsUnsafe">There are pointers in its signature.</param>
public sealed record DecoratedTraits(bool IsObsolete, bool IsUnsafe);
