namespace Reliability.Artifacts.Prometheus;

/// <summary>The queries for all and for bad events of an objective (or of every objective) over the raw metrics. Both are additive:
/// over two intervals they add up, and over two replicas as well.</summary>
internal abstract class Indicator
{
    /// <summary>Events a second over a window.</summary>
    public string TotalRate(TimeSpan window) => Total("rate", window);

    /// <summary>Bad events a second over a window; 0 where there are events and none was ever bad.</summary>
    public string BadRate(TimeSpan window) => OrZero(Bad("rate", window), Reported);

    /// <summary>How many events were bad over a window; absent where none ever was.</summary>
    public string BadCount(TimeSpan window) => Bad("increase", window);

    /// <summary>A number with the labels of what is counted: present while somebody reports, and cheap.</summary>
    public abstract string Reported { get; }

    protected abstract string Total(string function, TimeSpan window);

    protected abstract string Bad(string function, TimeSpan window);

    /// <summary>A series that first appears with the first failure is missing until then, and whatever is computed from it too.</summary>
    protected static string OrZero(string expression, string whole) => $"{expression}\nor\n0 * {whole}";

    protected static string Sum(string function, string series, TimeSpan window) => $"sum({function}({series}[{PromQl.Duration(window)}]))";
}
