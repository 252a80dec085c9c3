namespace Reliability.Model;

/// <summary>The units of time in UCUM, in which histograms count durations.</summary>
public static class DurationUnits
{
    /// <summary>How many milliseconds one of a unit is; null when the unit is no time.</summary>
    /// <param name="unit">A unit in UCUM, such as <c>s</c>; null when an instrument has none.</param>
    public static decimal? Milliseconds(string? unit) => unit switch
    {
        "ns" => 0.000001m,
        "us" => 0.001m,
        "ms" => 1m,
        "s" => 1000m,
        "min" => 60_000m,
        "h" => 3_600_000m,
        _ => null,
    };
}
