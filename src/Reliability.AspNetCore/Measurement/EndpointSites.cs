using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Reliability.Model;

namespace Reliability.AspNetCore.Measurement;

/// <summary>Finds the site of an endpoint by the <c>[Slo]</c> in its metadata.</summary>
internal sealed partial class EndpointSites(ILogger<EndpointSites> logger)
{
    private readonly ConditionalWeakTable<Endpoint, StrongBox<OperationSite?>> _known = [];

    /// <summary>The site that counts an endpoint's events, or null when it promises nothing or is counted elsewhere.</summary>
    public OperationSite? Find(Endpoint? endpoint)
    {
        if (endpoint is null)
            return null;

        // Asked with every request; only the first one may cost something.
        return _known.TryGetValue(endpoint, out var known) ? known.Value : _known.GetValue(endpoint, key => new(Search(key))).Value;
    }

    /// <summary>The name of the operation that an endpoint is, wherever its events are counted; null when it promises nothing.</summary>
    public string? Name(Endpoint endpoint) => Find(endpoint)?.Operation.Name ?? (CountedByItself(endpoint).Distinct().Take(2).ToList() is [var only] ? only : null);

    private OperationSite? Search(Endpoint endpoint)
    {
        // The last one is the nearest: that of the action, not that of its controller. A hub hands its promise to the endpoint of
        // its connection, but it is about the calls.
        if (endpoint.Metadata.GetMetadata<ServiceLevelAttribute>() is not { } slo || endpoint.Metadata.GetMetadata<HubMetadata>() is not null)
            return null;

        return AtTheEdge(SourceType(endpoint) is { } type ? OfType(slo, type, endpoint) : OnlyOne(OperationRegistry.At(slo.Member, slo.Line), endpoint));
    }

    /// <summary>What another layer counts is not counted here as well.</summary>
    private static OperationSite? AtTheEdge(OperationSite? site) => site?.Operation.Layer == OperationLayer.Endpoint ? site : null;

    private OperationSite? OfType(ServiceLevelAttribute slo, Type type, Endpoint endpoint)
    {
        var site = OperationPlaces.Find(slo, type);
        if (site is null && !IsCountedByItself(endpoint))
            LogUnmeasured(endpoint.DisplayName ?? "(unnamed)");

        return site;
    }

    /// <summary>gRPC does not say which class an endpoint is of; the rules make sure that line and member are enough.</summary>
    private OperationSite? OnlyOne(ImmutableArray<(string DeclaringType, OperationSite Site)> candidates, Endpoint endpoint)
    {
        if (candidates.Length == 1)
            return candidates[0].Site;

        LogAmbiguous(endpoint.DisplayName ?? "(unnamed)", candidates.Length);
        return null;
    }

    /// <summary>A handler that is a partial method is counted around its body, and one that measures by itself by itself: it
    /// must not be counted here as well.</summary>
    private static bool IsCountedByItself(Endpoint endpoint) => CountedByItself(endpoint).Any();

    private static IEnumerable<string> CountedByItself(Endpoint endpoint) =>
        Method(endpoint) is { DeclaringType: { } type } method && $"{type.FullName?.Replace('+', '.')}.{method.Name}" is var function
            ? OperationRegistry.Sites.Where(site => site.Operation.Function == function).Select(static site => site.Operation.Name)
            : [];

    private static MethodInfo? Method(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>();

    /// <summary>The type in whose source the handler stands; lambdas live in nested types that the compiler made.</summary>
    private static Type? SourceType(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action)
            return action.ControllerTypeInfo;

        if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is { } page)
            return page.ModelTypeInfo ?? page.HandlerTypeInfo;

        var type = endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType;
        while (type is { DeclaringType: not null } && type.Name.Contains('<', StringComparison.Ordinal))
            type = type.DeclaringType;

        return type;
    }

    [LoggerMessage(LogLevel.Error, "The [Slo] of endpoint {Endpoint} is not measured: nothing was generated for it. Reference the package Reliability.Analyzers in the project that declares it, and rebuild.")]
    private partial void LogUnmeasured(string endpoint);

    [LoggerMessage(LogLevel.Error, "The [Slo] of endpoint {Endpoint} is not measured: {Candidates} operations of the program stand on its line and in a member of its name, or none does. Move the [Slo] by a line, or reference the package Reliability.Analyzers in the project that declares it; then rebuild.")]
    private partial void LogAmbiguous(string endpoint, int candidates);
}
