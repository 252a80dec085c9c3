namespace Reliability.Benchmarks.Hooks.Measuring;

/// <summary>What we want of our hook for one subject.</summary>
/// <param name="Ratio">With the OpenTelemetry SDK listening: the ratio to code written by hand, at most.</param>
/// <param name="AddsNothing">Whether the hook may allocate nothing that code written by hand does not.</param>
internal sealed record Bar(double Ratio, bool AddsNothing)
{
    /// <summary>With nobody listening: the time above the raw call, at most, in nanoseconds.</summary>
    public const double IdleNanoseconds = 2;

    private static readonly Dictionary<string, Bar> s_bars = new()
    {
        ["Sync"] = new(0.95, AddsNothing: true),
        ["CompletedTask"] = new(0.95, AddsNothing: true),
        ["CompletedValueTask"] = new(0.95, AddsNothing: true),
        ["PendingTask"] = new(1.25, AddsNothing: false),
        ["PendingValueTask"] = new(1.25, AddsNothing: true),
        ["PendingPooledValueTask"] = new(1.25, AddsNothing: true),
        ["Throws"] = new(1.05, AddsNothing: false),
        ["ThrowsAsync"] = new(1.05, AddsNothing: false),
        ["Stream"] = new(1.20, AddsNothing: false),
    };

    public static Bar Of(string subject) => s_bars[subject];
}
