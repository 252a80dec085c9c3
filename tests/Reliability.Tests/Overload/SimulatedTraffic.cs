namespace Reliability.Tests.Overload;

/// <summary>Calls of one kind and what became of them.</summary>
/// <param name="Load">How many come, in multiples of what the backend can do.</param>
/// <param name="Criticality">How much they matter.</param>
internal sealed record SimulatedTraffic(double Load, Criticality Criticality = Criticality.Critical)
{
    /// <summary>Within which time a call must be answered, in milliseconds.</summary>
    public const double Objective = 250;

    private readonly List<double> _answered = [];

    /// <summary>How long each takes at full speed.</summary>
    public double Milliseconds { get; init; } = SimulatedBackend.Milliseconds;

    public double PerSecond => Load * SimulatedBackend.CallsPerSecond;

    /// <summary>Turned away.</summary>
    public int Shed { get; set; }

    /// <summary>Neither answered nor turned away: the caller gave up.</summary>
    public int Lost { get; set; }

    public int Offered => _answered.Count + Shed + Lost;

    /// <summary>Those who were answered within the objective.</summary>
    public int Good => _answered.Count(milliseconds => milliseconds <= Objective);

    public double GoodShare => (double)Good / Offered;

    /// <summary>Of those who were let in, how many were answered within the objective.</summary>
    public double KeptShare => (double)Good / (_answered.Count + Lost);

    public void Answer(double milliseconds) => _answered.Add(milliseconds);

    public override string ToString() =>
        FormattableString.Invariant($"{Load}x {Criticality}: {Offered} offered, {Good} good, {_answered.Count - Good} late, {Lost} lost, {Shed} shed");
}
