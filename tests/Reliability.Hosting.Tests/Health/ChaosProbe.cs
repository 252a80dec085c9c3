using Reliability.Hosting.Health;

namespace Reliability.Hosting.Tests.Health;

/// <summary>A probe on its way.</summary>
/// <param name="Group">Which.</param>
/// <param name="AsksStartup">Whether readiness asks the startup checks as well: until they have succeeded once.</param>
/// <param name="Begun">When it was sent.</param>
/// <param name="Answer">What it is told.</param>
internal sealed record ChaosProbe(string? Group, bool AsksStartup, DateTimeOffset Begun, Task<GroupHealth> Answer)
{
    /// <summary>Whether the test has looked at the answer.</summary>
    public bool IsJudged { get; set; }

    public bool IncludesGroup(string group) => Group is null || Group == group;

    public bool IsAnsweredBy(ChaosCheck check) => IncludesGroup(check.Group) || (AsksStartup && Group == "ready" && check.Group == "startup");
}
