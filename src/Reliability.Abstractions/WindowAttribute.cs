namespace Reliability;

/// <summary>The rolling time over which the promises of an <see cref="SloProfile"/> are kept. Without it: 30 days.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class WindowAttribute : Attribute
{
    /// <summary>The length in days, 1 to 90.</summary>
    public int Days { get; set; } = 30;
}
