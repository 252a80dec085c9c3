using System.Collections.Concurrent;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>The timeouts of all endpoints of the host. Kept by name: an endpoint is made anew when others are added, and its requests go on under
/// the old one.</summary>
internal sealed class EndpointTimeouts(OperationSettingsService settings)
{
    private readonly ConcurrentDictionary<(string Name, TimeSpan Declared), EndpointTimeout> _timeouts = new();

    /// <summary>The longest that is in force, and the endpoint that has it; default while there is none.</summary>
    public (TimeSpan Timeout, string? Endpoint) Longest =>
        _timeouts.Values.Select(static timeout => (timeout.InForce ?? TimeSpan.Zero, timeout.Endpoint)).DefaultIfEmpty().MaxBy(static timeout => timeout.Item1);

    /// <summary>The timeout of an endpoint. It follows the configuration.</summary>
    /// <param name="name">The name of its operation.</param>
    /// <param name="declared">What its attribute says.</param>
    /// <param name="endpoint">The endpoint, as a person would find it.</param>
    public EndpointTimeout Of(string name, TimeSpan declared, string? endpoint)
    {
        if (_timeouts.TryGetValue((name, declared), out var known))
            return known;

        var created = new EndpointTimeout(name, declared, endpoint);
        var timeout = _timeouts.GetOrAdd((name, declared), created);
        if (timeout == created)
            settings.Follow(timeout);

        return timeout;
    }
}
