namespace Reliability.Overload;

/// <summary>Calls that do the same and take about the same time: those of one endpoint, behind one gate. An adaptive limit compares like with
/// like, so that another mixture of fast and slow calls does not look like load.</summary>
/// <remarks>Belongs to one gate and is changed under its lock.</remarks>
internal sealed class CallKind
{
    /// <summary>What a call needs by itself, as a logarithm; null while nothing is known.</summary>
    public double? Alone { get; set; }

    /// <summary>What calls took on average in the last window that had any, as a logarithm; null before.</summary>
    public double? Before { get; private set; }

    /// <summary>The calls of this window that say how long calls take.</summary>
    public int Samples { get; private set; }

    /// <summary>What they took on average, as a logarithm. There are some.</summary>
    public double Average => Sum / Samples;

    /// <summary>What they took, as logarithms.</summary>
    public double Sum { get; private set; }

    /// <summary>Takes in a call.</summary>
    /// <param name="latency">What it took, as a logarithm.</param>
    public void Add(double latency)
    {
        Samples++;
        Sum += latency;
    }

    /// <summary>Ends the window.</summary>
    public void End()
    {
        Before = Average;
        (Samples, Sum) = (0, 0);
    }
}
