namespace Reliability.Declarations;

/// <summary>Which layer counts the events of an <c>[Slo]</c>, or why none does.</summary>
/// <param name="Kind">The layer or the reason.</param>
/// <param name="Detail">The name that an explanation needs: an outer type, a core, a package.</param>
public readonly record struct Reach(ReachKind Kind, string Detail = "")
{
    /// <summary>Whether the events are counted at the HTTP edge.</summary>
    public bool IsEndpoint => Kind is ReachKind.Endpoint or ReachKind.EndpointIfMapped;

    /// <summary>Whether the events are counted around a method's body.</summary>
    public bool IsMethod => Kind is ReachKind.Method;
}

/// <summary>The layers, and the reasons why none of them reaches an <c>[Slo]</c>.</summary>
public enum ReachKind
{
    /// <summary>An endpoint, by its shape.</summary>
    Endpoint,

    /// <summary>An endpoint if it is handed to a <c>Map…</c> call somewhere, which its declaration does not show.</summary>
    EndpointIfMapped,

    /// <summary>A partial method with a core.</summary>
    Method,

    /// <summary>A class that is neither controller nor gRPC service.</summary>
    TypeIsNoEndpoint,

    /// <summary>A method without a body of its own: of an interface, abstract or extern.</summary>
    NoBody,

    /// <summary>A constructor, operator, accessor or explicit interface implementation.</summary>
    NotAnOrdinaryMethod,

    /// <summary>An ordinary method that is not partial, in a project without endpoints.</summary>
    NotPartial,

    /// <summary>A partial method that already has a body.</summary>
    AlreadyImplemented,

    /// <summary>A partial method without its core.</summary>
    NoCore,

    /// <summary>A partial method in a type that is not partial, or that no other file can name.</summary>
    OwnerIsClosed,

    /// <summary>A stream, a custom awaitable or a reference: not measured.</summary>
    ReturnTypeUnsupported,

    /// <summary>The package that would count is not referenced.</summary>
    NoRuntime,
}
