namespace Reliability.Benchmarks.Overload;

/// <summary>What became of the calls of one kind.</summary>
internal sealed class Outcome(Traffic traffic, double seconds)
{
    private readonly List<double> _answered = [];

    public Traffic Traffic => traffic;

    /// <summary>Turned away with 503.</summary>
    public int Shed { get; private set; }

    /// <summary>Neither answered nor turned away: the caller gave up.</summary>
    public int Lost { get; private set; }

    public int Offered => _answered.Count + Shed + Lost;

    public double OfferedPerSecond => Offered / seconds;

    /// <summary>Answers a second that came within the objective.</summary>
    public double Goodput => Good / seconds;

    public double GoodShare => Offered == 0 ? 0 : (double)Good / Offered;

    public double ShedShare => Offered == 0 ? 0 : (double)Shed / Offered;

    /// <summary>Of those who were answered, how many within the objective.</summary>
    public double KeptShare => _answered.Count == 0 ? 0 : (double)Good / _answered.Count;

    private int Good => _answered.Count(milliseconds => milliseconds <= traffic.ObjectiveMilliseconds);

    public void Answer(double milliseconds)
    {
        lock (_answered)
            _answered.Add(milliseconds);
    }

    public void Refuse()
    {
        lock (_answered)
            Shed++;
    }

    public void Lose()
    {
        lock (_answered)
            Lost++;
    }

    /// <summary>A percentile of the answers, in milliseconds; null where nobody was answered.</summary>
    public double? Percentile(double share)
    {
        var sorted = _answered.Order().ToList();
        return sorted.Count == 0 ? null : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}
