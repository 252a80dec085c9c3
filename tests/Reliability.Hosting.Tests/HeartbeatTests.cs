using Reliability.Health;

namespace Reliability.Hosting.Tests;

public sealed class HeartbeatTests
{
    [Fact]
    public void A_heartbeat_is_known_by_its_name() =>
        Assert.Contains(Heartbeat.Create("known", TimeSpan.FromSeconds(1), typeof(HeartbeatTests)), Heartbeat.All);
}
