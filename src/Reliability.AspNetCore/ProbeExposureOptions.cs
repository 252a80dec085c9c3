namespace Reliability.AspNetCore;

/// <summary>Who may see the details of probes. Bound from the configuration section <c>Reliability:Probes</c> and checked when the host
/// starts.</summary>
public sealed class ProbeExposureOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reliability:Probes";

    /// <summary>Who sees details when asking for them. Default: nobody.</summary>
    public ProbeExposure Exposure { get; set; }

    /// <summary>With <see cref="ProbeExposure.ManagementPort"/>: the port, 1 to 65535. The service must listen on it, for instance by
    /// <c>ASPNETCORE_HTTP_PORTS=8080;8081</c>.</summary>
    public int? ManagementPort { get; set; }

    /// <summary>With <see cref="ProbeExposure.Authorized"/>: the name of an authorization policy. Null, the default, means the default policy,
    /// which is any authenticated user unless the program says otherwise.</summary>
    public string? Policy { get; set; }
}
