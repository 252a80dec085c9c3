using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Hubs;

/// <summary>Puts the measuring around all hubs, those that are added later too.</summary>
internal sealed class MeasuredHubs : IConfigureOptions<HubOptions>
{
    public void Configure(HubOptions options) => options.AddFilter(new OperationHubFilter());
}
