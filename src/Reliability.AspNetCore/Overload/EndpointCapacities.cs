using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Reliability.AspNetCore.Lifecycle;
using Reliability.AspNetCore.Measurement;
using Reliability.AspNetCore.Routing;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>Finds what is declared about an endpoint in its metadata.</summary>
internal sealed partial class EndpointCapacities(ServiceCapacity service, EndpointSites sites, EndpointTimeouts timeouts, ILogger<EndpointCapacities> logger)
{
    // What others map for machines, recognised by how they name or place it.
    private static readonly string[] s_namesOfProbes = ["Health checks", "Prometheus metrics"];
    private static readonly string[] s_routesOfProbes = ["metrics", "grpc.health.v1.Health"];

    private readonly ConditionalWeakTable<Endpoint, StrongBox<EndpointCapacity?>> _known = [];

    /// <summary>What is declared about an endpoint; null for one that is never turned away and takes the time it needs.</summary>
    public EndpointCapacity? Find(Endpoint endpoint) =>

        // Asked with every request; only the first one may cost something.
        (_known.TryGetValue(endpoint, out var known) ? known : _known.GetValue(endpoint, key => new(IsLeftAlone(key) ? null : Search(key)))).Value;

    internal static CapacityLimits Limits(CapacityAttribute capacity) => new()
    {
        MaxConcurrency = capacity.MaxConcurrency,
        QueueLimit = Math.Max(0, capacity.QueueLimit),
        QueueTimeout = TimeSpan.FromMilliseconds(Math.Max(1, capacity.QueueMilliseconds)),
        IsAdaptive = capacity.Adaptive,
        MinConcurrency = Math.Clamp(capacity.MinConcurrency, 1, capacity.MaxConcurrency),
    };

    private EndpointCapacity Search(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        return new(
            IsExempt(endpoint) ? null : service.Gate,
            metadata.GetMetadata<CapacityAttribute>() is { MaxConcurrency: > 0 } capacity && !IsAdmittedByItself(endpoint, capacity) ? Gate(endpoint, capacity) : null,
            metadata.GetMetadata<TimeoutAttribute>() is { Milliseconds: > 0 and <= int.MaxValue } timeout && !IsTimedByItself(endpoint) ? Time(endpoint, timeout) : null,
            metadata.GetMetadata<CriticalityAttribute>()?.Level,
            GrpcMethods.IsStreaming(endpoint),
            RefusalEndpoint.Of(endpoint),
            RefusalEndpoint.CrossOriginOf(endpoint));
    }

    /// <summary>Our own probes and page must answer when nothing else does, and know their time. A connection of a hub is no call.</summary>
    private bool IsLeftAlone(Endpoint endpoint)
    {
        var isHub = endpoint.Metadata.GetMetadata<HubMetadata>() is not null;
        if (isHub && endpoint.Metadata.GetMetadata<CapacityAttribute>() is not null)
            LogHub(endpoint.DisplayName ?? "(unnamed)");

        return isHub || endpoint.Metadata.GetMetadata<GivesWayMetadata>() is not null;
    }

    /// <summary>The probes and scrapes of others take no place of the service's. Their time is bound as it is declared.</summary>
    private static bool IsExempt(Endpoint endpoint) =>

        // Whoever declares a capacity means it.
        endpoint.Metadata.GetMetadata<CapacityAttribute>() is not { MaxConcurrency: > 0 }
        && (s_namesOfProbes.Contains(endpoint.DisplayName)
            || (endpoint is RouteEndpoint { RoutePattern.RawText: { } route } && s_routesOfProbes.Any(probe => IsAtOrBelow(route.TrimStart('/'), probe))));

    private static bool IsAtOrBelow(string route, string path) =>
        route.StartsWith(path, StringComparison.Ordinal) && (route.Length == path.Length || route[path.Length] == '/');

    private EndpointTimeout Time(Endpoint endpoint, TimeoutAttribute timeout) =>
        timeouts.Of(sites.Name(endpoint) ?? RouteName(endpoint), TimeSpan.FromMilliseconds(timeout.Milliseconds), endpoint.DisplayName);

    private AdmissionGate Gate(Endpoint endpoint, CapacityAttribute capacity)
    {
        var limits = Limits(capacity);
        var gate = AdmissionGate.Create(service.Service, Name(endpoint, capacity), limits);
        if (gate.Limits != limits)
            LogConflict(endpoint.DisplayName ?? "(unnamed)", gate.Operation!);

        return gate;
    }

    /// <summary>A handler that is a partial method lets in by itself, around its body: it must not be let in twice.</summary>
    private static bool IsAdmittedByItself(Endpoint endpoint, CapacityAttribute capacity) =>
        capacity.Member is not null && HasBodyOfOurs(endpoint);

    /// <summary>A handler that is a partial method keeps its time by itself, inside of its fallback: the edge would cut off both.</summary>
    private static bool IsTimedByItself(Endpoint endpoint) =>
        HasBodyOfOurs(endpoint) && Handler(endpoint)?.IsDefined(typeof(TimeoutAttribute), inherit: false) != false;

    /// <summary>Whether what is declared on the handler is carried out around its body. For gRPC the edge does it, and for actions unless there is a
    /// fallback, which stands outside of both.</summary>
    private static bool HasBodyOfOurs(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StackTraceHiddenAttribute>() is not null
        && (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is null || endpoint.Metadata.GetMetadata<FallbackAttribute>() is not null)
        && !GrpcMethods.IsGrpc(endpoint);

    private static MethodInfo? Handler(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>();

    /// <summary>The name of the operation that the endpoint is; endpoints that share a capacity share the name of their class.</summary>
    private string Name(Endpoint endpoint, CapacityAttribute capacity)
    {
        var isShared = capacity.Member is null && !IsLambda(endpoint);
        var isSharedPromise = endpoint.Metadata.GetMetadata<ServiceLevelAttribute>() is { Member: null };
        if (sites.Find(endpoint) is { } site && (!isShared || isSharedPromise))
            return site.Operation.Name;

        return isShared ? KebabCase.From(ClassName(endpoint)) : RouteName(endpoint);
    }

    private static string RouteName(Endpoint endpoint) =>
        KebabCase.From($"{Method(endpoint)} {(endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName}");

    private static bool IsLambda(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is null
        && endpoint.Metadata.GetMetadata<MethodInfo>()?.Name.Contains('<', StringComparison.Ordinal) == true;

    /// <summary>The class, or the first part of the route, which is the service in gRPC.</summary>
    private static string ClassName(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.ControllerName
        ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText?.Trim('/').Split('/')[0]
        ?? endpoint.DisplayName
        ?? "endpoints";

    private static string? Method(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : null;

    [LoggerMessage(LogLevel.Error, "The [Capacity] of hub {Endpoint} limits nothing: the connection of a hub is no call. Put it on a partial method that the hub calls.")]
    private partial void LogHub(string endpoint);

    [LoggerMessage(LogLevel.Error, "The [Capacity] of endpoint {Endpoint} differs from another one under the name {Operation}, which is in force for both. Give one of them an [Slo] with a Name of its own, or declare the same.")]
    private partial void LogConflict(string endpoint, string operation);
}
