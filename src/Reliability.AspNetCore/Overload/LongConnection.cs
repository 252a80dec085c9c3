using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reliability.AspNetCore.Overload;

/// <summary>Tells requests that begin a connection of another protocol, which stays for hours.</summary>
internal static class LongConnection
{
    public static bool IsBegunBy(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;
}
