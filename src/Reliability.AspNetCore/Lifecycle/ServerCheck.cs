using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Refuses a host that cannot do what was registered for it: nobody would notice before a probe or a drain is missed.</summary>
internal sealed class ServerCheck(IServiceProvider services) : HostedLifecycleService
{
    private bool _isStarting;

    /// <summary>Refuses a host that has no web server.</summary>
    /// <param name="cancellationToken">When the start is given up.</param>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        _isStarting = true;
        return services.GetService<IServer>() is not null
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                "services.AddReliability() is for a host with a web server, and this one has none: nobody would answer its probes. Give it one by ConfigureWebHostDefaults(…), "
                + "or make it a worker: Host.CreateApplicationBuilder(args), and builder.AddReliability() of the package Reliability.Hosting.");
    }

    /// <summary>Refuses a host that knows only the beginning and the end of a service: it would stop its server at once.</summary>
    /// <param name="cancellationToken">When the start is given up.</param>
    /// <exception cref="InvalidOperationException">It is one.</exception>
    public override Task StartAsync(CancellationToken cancellationToken) => _isStarting
        ? Task.CompletedTask
        : throw new InvalidOperationException(
            "services.AddReliability() needs the generic host, which drains before it stops: replace WebHost.CreateDefaultBuilder(args) or new WebHostBuilder() by "
            + "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).");
}
