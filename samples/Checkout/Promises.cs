using Reliability;

[assembly: Service("checkout", Tier = ServiceTier.Critical, System = "shop")]
[assembly: Owner("payments", OnCall = "pagerduty:PABC123", Chat = "#payments")]

namespace Checkout;

/// <summary>What a customer waits for.</summary>
[Availability(99.9), Latency(99, Milliseconds = 300), Window(Days = 30)]
public sealed class CustomerFacing : SloProfile;
