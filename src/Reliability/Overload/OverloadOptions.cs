namespace Reliability.Overload;

/// <summary>How a service behaves when there is too much to do. Bound from the configuration section <c>Reliability:Overload</c> and
/// checked when the host starts.</summary>
public sealed class OverloadOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reliability:Overload";

    /// <summary>Whether a caller may say that a call matters more than its endpoint declares, and whether a deadline that was over when
    /// it arrived, or that gave less time than is promised, is a bad event. Only for callers that are services of one's own: anybody else would say so of everything. Default: false, a
    /// caller may only ask for less, and such a deadline is not counted.</summary>
    public bool TrustCallers { get; set; }

    /// <summary>How long those who are turned away are asked to stay away, on average; each is told another time between half and one
    /// and a half of it, in whole seconds. 1 second to 1 hour. Default: 2 seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The part of a limit that <see cref="Criticality.Sheddable"/> and <see cref="Criticality.SheddablePlus"/> work may take
    /// together while there is more important work as well, so that the latter finds room beside what is running already. Above 0, at
    /// most 1. Default: 0.75.</summary>
    public double SheddableShare { get; set; } = 0.75;

    /// <summary>How far the clocks of callers may differ from ours. A deadline that comes from elsewhere counts as passed this much
    /// later. Zero to 1 minute. Default: 50 ms.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The hosts that are told the deadline and the criticality of the calls that an <c>HttpClient</c> of the factory sends them: names such
    /// as <c>orders.internal</c>, <c>*.internal</c> for all below it, <c>*</c> for all. Default: none at all, which means every host, since neither
    /// says anything about a user and one's own services have any names. With a first entry all others are told nothing; the time of their
    /// calls ends all the same.</summary>
    public IList<string> PropagateTo { get; } = [];
}
