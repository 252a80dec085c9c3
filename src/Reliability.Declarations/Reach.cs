using Reliability.Model;

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

    /// <summary>Whether anything counts the events, as far as the declaration shows.</summary>
    public bool IsCounted => Layer is not null;

    /// <summary>The layer that counts the events, or null.</summary>
    public OperationLayer? Layer => Kind switch
    {
        ReachKind.Endpoint or ReachKind.EndpointIfMapped => OperationLayer.Endpoint,
        ReachKind.Filter or ReachKind.FilterIfEnqueued => OperationLayer.Filter,
        ReachKind.Method => OperationLayer.Method,
        ReachKind.Decorator => OperationLayer.Decorator,
        ReachKind.Explicit => OperationLayer.Explicit,
        _ => null,
    };

    /// <summary>Whether the <c>[Slo]</c> is looked up at run time by the place where it stands.</summary>
    public bool IsLookedUp => Layer is OperationLayer.Endpoint or OperationLayer.Filter;
}

/// <summary>The layers, and the reasons why none of them reaches an <c>[Slo]</c>.</summary>
public enum ReachKind
{
    /// <summary>An endpoint, by its shape.</summary>
    Endpoint,

    /// <summary>An endpoint if it is handed to a <c>Map…</c> call somewhere, which its declaration does not show.</summary>
    EndpointIfMapped,

    /// <summary>A hub, consumer or another thing that a framework calls; the detail is the package that counts.</summary>
    Filter,

    /// <summary>A job if it is enqueued somewhere, which its declaration does not show.</summary>
    FilterIfEnqueued,

    /// <summary>A partial method with a core.</summary>
    Method,

    /// <summary>An interface, or a method of one, in front of whose implementations a decorator is put.</summary>
    Decorator,

    /// <summary>Code that calls its own site.</summary>
    Explicit,

    /// <summary>A method of an interface that no decorator can have; the detail says why.</summary>
    NotDecorable,

    /// <summary>A handler of a Razor page that is not partial.</summary>
    PageHandler,

    /// <summary>A class that is neither controller, gRPC service, page model, hub nor consumer.</summary>
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

    /// <summary>A type of stream or awaitable that cannot be made again: not measured.</summary>
    ReturnTypeUnsupported,

    /// <summary>The package that would count is not referenced.</summary>
    NoRuntime,
}
