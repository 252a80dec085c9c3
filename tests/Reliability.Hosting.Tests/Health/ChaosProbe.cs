using Reliability.Hosting.Health;

namespace Reliability.Hosting.Tests.Health;

/// <summary>A probe on its way.</summary>
internal sealed record ChaosProbe(string? Group, DateTimeOffset Begun, Task<GroupHealth> Answer)
{
    /// <summary>Whether the test has looked at the answer.</summary>
    public bool IsJudged { get; set; }

    public bool IncludesGroup(string group) => Group is null || Group == group;
}
