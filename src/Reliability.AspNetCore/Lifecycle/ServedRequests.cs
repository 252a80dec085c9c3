using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Hosting.Lifecycle;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>What the end of the process asks about the requests of its server.</summary>
internal sealed class ServedRequests(RequestsInFlight requests, EndpointTimeouts timeouts, IServiceProvider services) : IServedRequests
{
    public int Count => requests.Count;

    public (TimeSpan Timeout, string? Operation) Longest => timeouts.Longest;

    /// <summary>A server that tests call within the process has no address; any other one has at least one while it runs.</summary>
    public bool ComeFromElsewhere => services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>() is { Addresses.Count: > 0 };

    public Task FinishedAsync() => requests.FinishedAsync();
}
