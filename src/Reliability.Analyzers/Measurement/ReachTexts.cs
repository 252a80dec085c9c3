using Microsoft.CodeAnalysis;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>Says why nothing counts for an <c>[Slo]</c>, and what to do.</summary>
internal static class ReachTexts
{
    public static string Of(Reach reach, ISymbol target) => reach.Kind switch
    {
        ReachKind.EndpointIfMapped when target is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } =>
            "No Map… call takes this lambda, so its events are never counted; hand it to MapGet, MapPost, … or move its work to a partial method",
        ReachKind.EndpointIfMapped when target is IMethodSymbol { MethodKind: MethodKind.LocalFunction } =>
            "No Map… call takes '" + target.Name + "', so its events are never counted; hand it to MapGet, MapPost, … or move its work to a partial method",
        ReachKind.EndpointIfMapped =>
            "'" + target.Name + "' is neither handed to a Map… call nor partial, so its events are never counted; make it partial, or map it",
        ReachKind.NotPartial => "'" + target.Name + "' is not partial, so nothing can be put around its body to count; make it partial",
        ReachKind.TypeIsNoEndpoint =>
            "'" + target.Name + "' is neither a controller (public, not nested, not generic) nor a gRPC service, so it has no endpoints to count; put the [Slo] on its partial methods",
        ReachKind.NoBody => "'" + target.Name + "' has no body here to measure; put the [Slo] on the methods that implement it",
        ReachKind.NotAnOrdinaryMethod =>
            "Only endpoints and ordinary methods are measured, not '" + target.Name + "'; move the work to a method and put the [Slo] there",
        ReachKind.AlreadyImplemented => "'" + target.Name + "' has a body already, so none that counts can be generated; rename that body to '"
            + target.Name + "Core' and drop its partial",
        ReachKind.NoCore => "There is no '" + reach.Detail + "' with the parameters and return type of '" + target.Name
            + "' to do its work; add it, or give the one there is that signature",
        ReachKind.OwnerIsClosed => "'" + reach.Detail + "' is not partial or is file-local, so the body of '" + target.Name
            + "' cannot be generated; make it a partial type that other files can see",
        ReachKind.ReturnTypeUnsupported => "'" + target.Name + "' returns " + reach.Detail
            + ", whose end cannot be seen from outside; put the [Slo] on a method that returns a Task, a ValueTask or a plain value",
        ReachKind.NoRuntime => "Package " + reach.Detail + " is not referenced, so nothing counts the events of '" + Name(target)
            + "'; add it: dotnet add package " + reach.Detail,
        _ => "Nothing counts the events of '" + Name(target) + "'",
    };

    private static string Name(ISymbol target) => target.Name.Length > 0 ? target.Name : "the lambda";
}
