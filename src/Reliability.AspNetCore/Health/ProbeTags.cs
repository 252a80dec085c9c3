namespace Reliability.AspNetCore.Health;

/// <summary>The tags that put a health check behind a probe, as the ecosystem spells them.</summary>
internal static class ProbeTags
{
    public const string Live = "live";
    public const string Ready = "ready";
    public const string Startup = "startup";
}
