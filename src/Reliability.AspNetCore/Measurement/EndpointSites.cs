using System.Collections.Immutable;
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
    public OperationSite? Find(Endpoint? endpoint)
    {
        if (endpoint is null)
            return null;

        // Asked with every request; only the first one may cost something.
        return _known.TryGetValue(endpoint, out var known) ? known.Value : _known.GetValue(endpoint, key => new(Search(key))).Value;
    }

    private OperationSite? Search(Endpoint endpoint)
    {
        // The last one is the nearest: that of the action, not that of its controller.
        if (endpoint.Metadata.GetMetadata<ServiceLevelAttribute>() is not { } slo)
            return null;

        LetItsAssemblyAnnounceItself(endpoint);
        var candidates = OperationRegistry.Endpoints(slo.Member, slo.Line);
        if (SourceType(endpoint) is not { } type)
            return OnlyOne(candidates, endpoint);

        // A base class may carry the [Slo] that the endpoint inherits.
        for (var self = type; self is not null; self = self.BaseType)
        {
            foreach (var (declaringType, site) in candidates)
            {
                if (declaringType == (self.IsGenericType ? self.GetGenericTypeDefinition() : self).FullName)
                    return site;
            }
        }

        if (!IsCountedByItsMethod(endpoint))
            LogUnmeasured(endpoint.DisplayName ?? "(unnamed)");

        return null;
    }

    /// <summary>A library is loaded when something of it is first used; its operations are known from then on.</summary>
    private static void LetItsAssemblyAnnounceItself(Endpoint endpoint)
    {
        // Ahead-of-time compiled programs announce everything when they start.
        if (RuntimeFeature.IsDynamicCodeSupported && Method(endpoint) is { } method)
            RuntimeHelpers.RunModuleConstructor(method.Module.ModuleHandle);
    }

    /// <summary>gRPC does not say which class an endpoint is of; the rules make sure that line and member are enough.</summary>
    private OperationSite? OnlyOne(ImmutableArray<(string DeclaringType, OperationSite Site)> candidates, Endpoint endpoint)
    {
        if (candidates.Length == 1)
            return candidates[0].Site;

        LogAmbiguous(endpoint.DisplayName ?? "(unnamed)", candidates.Length);
        return null;
    }

    /// <summary>A handler that is a partial method is counted around its body and must not be counted here as well.</summary>
    private static bool IsCountedByItsMethod(Endpoint endpoint) =>
        Method(endpoint) is { DeclaringType: { } type } method
        && OperationRegistry.Sites.Any(site => site.Operation.Function == $"{type.FullName?.Replace('+', '.')}.{method.Name}");

    private static MethodInfo? Method(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>();

    /// <summary>The type in whose source the handler stands; lambdas live in nested types that the compiler made.</summary>
    private static Type? SourceType(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action)
            return action.ControllerTypeInfo;

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
