using Microsoft.AspNetCore.Http.Features;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Sees a request of HTTP/1.1 become a connection of another protocol. That a caller asks for it says nothing: some clients ask with
/// every request.</summary>
internal sealed class WatchedUpgrade(IHttpUpgradeFeature inner, RequestInFlight request) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        var stream = await inner.UpgradeAsync().ConfigureAwait(false);
        request.StayOpen();
        return stream;
    }
}
