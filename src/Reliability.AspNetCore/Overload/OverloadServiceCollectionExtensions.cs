using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Reliability.AspNetCore.Routing;
using Reliability.Hosting.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>Registers what a service does when there is too much to do, and what becomes of the time that its callers give.</summary>
internal static class OverloadServiceCollectionExtensions
{
    public static IServiceCollection AddReliabilityOverload(this IServiceCollection services)
    {
        services.AddOverload();
        services.TryAddSingleton<ServiceCapacity>();
        services.AddSingleton<EndpointCapacities>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, AdmissionMatcherPolicy>());

        // Around everything else but the measuring: no middleware can lose the end of what was admitted.
        services.AddTransient<IStartupFilter, MiddlewareStartupFilter<OverloadMiddleware>>();
        services.AddSingleton<IPostConfigureOptions<ExceptionHandlerOptions>, RefusalStatusCodes>();

        // The first: whichever handles the exception ends the row.
        services.Insert(0, ServiceDescriptor.Singleton<IExceptionHandler, RefusalHandler>());
        return services;
    }
}
