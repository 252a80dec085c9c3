using System.Security.Cryptography;
using System.Text;

namespace Reliability.Artifacts.Grafana;

/// <summary>The dashboards by the name in their address: alerts link to what Grafana will serve.</summary>
internal static class DashboardLinks
{
    /// <summary>The dashboard of all services.</summary>
    public const string Fleet = "reliability-fleet";

    /// <summary>What all our dashboards are tagged with.</summary>
    public const string Tag = "slo";

    /// <summary>The dashboard of a service. Grafana allows 40 letters, digits, hyphens and underscores.</summary>
    public static string Uid(string service) =>
        "slo-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(service)))[..16];

    /// <summary>The address of a service's dashboard; without a host when nobody said where Grafana is.</summary>
    public static string Url(string service, ExportOptions options) => options.GrafanaUrl + Path(Uid(service));

    /// <summary>The address of a dashboard within Grafana.</summary>
    public static string Path(string uid) => $"/d/{uid}";
}
