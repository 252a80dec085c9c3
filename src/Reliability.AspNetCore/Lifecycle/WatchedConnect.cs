using Microsoft.AspNetCore.Http.Features;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Sees a request of HTTP/2 or 3 become a connection of another protocol.</summary>
internal sealed class WatchedConnect(IHttpExtendedConnectFeature inner, RequestInFlight request) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync()
    {
        var stream = await inner.AcceptAsync().ConfigureAwait(false);
        request.StayOpen();
        return stream;
    }
}
