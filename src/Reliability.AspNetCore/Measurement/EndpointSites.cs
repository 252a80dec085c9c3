using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Logging;

namespace Reliability.AspNetCore.Measurement;

/// <summary>Finds the site of an endpoint by the <c>[Slo]</c> in its metadata.</summary>
internal sealed partial class EndpointSites(ILogger<EndpointSites> logger)
{
    private readonly ConditionalWeakTable<Endpoint, StrongBox<OperationSite?>> _known = [];

    /// <summary>The site that counts an endpoint's events, or null when it promises nothing or is counted elsewhere.</summary>
    public OperationSite? Find(Endpoint? endpoint) =>
        endpoint is null ? null : _known.GetValue(endpoint, key => new(Search(key))).Value;

    private OperationSite? Search(Endpoint endpoint)
    {
        // The last one is the nearest: that of the action, not that of its controller.
        if (endpoint.Metadata.GetMetadata<ServiceLevelAttribute>() is not { } slo)
            return null;

        var candidates = OperationRegistry.Endpoints(slo.Member, slo.Line);
        if (candidates.Length == 1)
            return candidates[0].Site;

        var type = DeclaringType(endpoint);
        foreach (var (declaringType, site) in candidates)
        {
            if (declaringType == type)
                return site;
        }

        if (!IsCountedByItsMethod(endpoint))
            LogUnmeasured(endpoint.DisplayName ?? "(unnamed)");

        return null;
    }

    /// <summary>A handler that is a partial method is counted around its body and must not be counted here as well.</summary>
    private static bool IsCountedByItsMethod(Endpoint endpoint) =>
        Method(endpoint) is { DeclaringType: { } type } method
        && OperationRegistry.Sites.Any(site => site.Operation.Function == $"{type.FullName?.Replace('+', '.')}.{method.Name}");

    private static MethodInfo? Method(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>();

    /// <summary>The type in whose source the handler stands; lambdas live in nested types that the compiler made.</summary>
    private static string? DeclaringType(Endpoint endpoint)
    {
        var type = Method(endpoint)?.DeclaringType;
        while (type is { DeclaringType: not null } && type.Name.Contains('<', StringComparison.Ordinal))
            type = type.DeclaringType;

        return type?.FullName;
    }

    [LoggerMessage(LogLevel.Error, "The [Slo] of endpoint {Endpoint} is not measured: nothing was generated for it. Reference the package Reliability.Analyzers in the project that declares it, and rebuild.")]
    private partial void LogUnmeasured(string endpoint);
}
