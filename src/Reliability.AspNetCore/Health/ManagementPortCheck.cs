using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Health;

/// <summary>Refuses a management port that the service does not listen on, once the server has said where it does.</summary>
internal sealed partial class ManagementPortCheck(IServiceProvider services, IOptions<ProbeExposureOptions> options) : HostedLifecycleService
{
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (options.Value.ManagementPort is { } port && addresses.Count > 0 && !addresses.Any(address => PortOf(address) == port))
        {
            throw new InvalidOperationException(
                $"{ProbeExposureOptions.Section}:{nameof(ProbeExposureOptions.ManagementPort)} is {port}, and the service listens on "
                + $"{string.Join(", ", addresses)} only. Add the port to the addresses, for instance by ASPNETCORE_HTTP_PORTS, --urls or Kestrel:Endpoints.");
        }

        return Task.CompletedTask;
    }

    /// <summary>Of <c>http://[::]:8081</c>, <c>http://+:8081/base</c>; null for a socket file and other things without one.</summary>
    private static int? PortOf(string address) => PortPattern().Match(address) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, out var port) ? port : null;

    [GeneratedRegex(@"^https?://[^/]+:(\d+)(/|$)", RegexOptions.IgnoreCase)]
    private static partial Regex PortPattern();
}
