namespace Reliability.Hosting;

/// <summary>Where a process without a web server answers probes. Bound from the configuration section <c>Reliability:Probes</c> and
/// checked when the host starts.</summary>
public sealed class ProbeListenerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reliability:Probes";

    /// <summary>Whether probes are answered at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The TCP port, from 0 to 65535; 0 takes a free one and says which in the log. Default: 8081, beside the 8080 of web services in
    /// containers. A port that is taken keeps the host from starting; in Development it is a warning.</summary>
    public int Port { get; set; } = 8081;

    /// <summary>The IP address to listen on. Null, the default, means all addresses: the kubelet asks from outside the pod. In Development
    /// it means loopback. Whoever asks learns one word, healthy or not, and nothing else.</summary>
    public string? Address { get; set; }
}
