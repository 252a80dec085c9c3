using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Hosting.Lifecycle;

namespace Reliability.AspNetCore.Lifecycle;

internal static class RequestLifecycleRegistration
{
    /// <summary>Registers the drain of a process that answers requests. Called once.</summary>
    public static void AddRequestDrain(this IServiceCollection services)
    {
        services.AddDrain();
        services.AddSingleton<RequestsInFlight>();
        services.AddSingleton<IServedRequests>(provider => provider.GetRequiredService<RequestsInFlight>());

        // The first filter is the outermost.
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, LifecycleStartupFilter>());
    }
}
