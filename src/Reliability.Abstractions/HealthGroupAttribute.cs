namespace Reliability;

/// <summary>A check of a group of your own, answered at <c>/health/{group}</c>.</summary>
/// <param name="group">The group: small letters, digits and hyphens. Not <c>live</c>, <c>ready</c> or <c>startup</c>, which have
/// attributes of their own.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class HealthGroupAttribute(string group) : HealthCheckAttribute
{
    /// <summary>The group.</summary>
    public string Group { get; } = group;
}
