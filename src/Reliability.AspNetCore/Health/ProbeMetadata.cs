namespace Reliability.AspNetCore.Health;

/// <summary>Marks the endpoints of probes, and the page. They are answered when everything else is turned away.</summary>
internal sealed class ProbeMetadata
{
    private ProbeMetadata()
    {
    }

    public static ProbeMetadata Instance { get; } = new();
}
