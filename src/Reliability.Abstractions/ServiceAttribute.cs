namespace Reliability;

/// <summary>Names the service that this assembly is, as people and dashboards know it.</summary>
/// <remarks>Without it the service is named after the assembly, in kebab-case (<c>Shop.Checkout</c> becomes
/// <c>shop-checkout</c>).</remarks>
/// <param name="name">The name, not empty. Any text is escaped correctly everywhere; short kebab-case reads best.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ServiceAttribute(string name) : Attribute
{
    /// <summary>The name of the service.</summary>
    public string Name { get; } = name;

    /// <summary>How much an outage of this service hurts. Unspecified unless set.</summary>
    public ServiceTier Tier { get; set; }

    /// <summary>The larger system that the service is a part of, such as <c>shop</c>.</summary>
    public string? System { get; set; }
}
