namespace Reliability.Benchmarks.Hooks.Measuring;

/// <summary>What one contender took for one subject, beside code written by hand in the same run.</summary>
/// <param name="Subject">The shape of the operation.</param>
/// <param name="Listener">Who listened.</param>
/// <param name="Contender">Who did the measuring.</param>
/// <param name="Nanoseconds">The time of one call.</param>
/// <param name="Bytes">What one call allocates.</param>
/// <param name="ToHandWritten">The ratio of times to <see cref="HandWritten"/>.</param>
/// <param name="AboveRaw">The time above <see cref="Raw"/>, in nanoseconds.</param>
internal sealed record Figure(
    string Subject, ListenerState Listener, string Contender, double Nanoseconds, double Bytes, double ToHandWritten, double AboveRaw)
{
    public const string Raw = "Raw";
    public const string HandWritten = "HandWritten";
    public const string Ours = "Ours";
}
