namespace Reliability.Benchmarks.Generator;

/// <summary>How time grows with size.</summary>
internal static class Growth
{
    /// <summary>The slope of the straight line through the logarithms: 1 is linear, 2 is quadratic.</summary>
    public static double Exponent(IEnumerable<(double Size, double Time)> points)
    {
        var logs = points.Select(point => (X: Math.Log(point.Size), Y: Math.Log(point.Time))).ToList();
        var (x, y) = (logs.Average(point => point.X), logs.Average(point => point.Y));
        return logs.Sum(point => (point.X - x) * (point.Y - y)) / logs.Sum(point => (point.X - x) * (point.X - x));
    }
}
