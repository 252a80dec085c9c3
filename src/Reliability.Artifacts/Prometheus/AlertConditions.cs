using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>When the alerts of an objective are due: the same conditions for one objective, whose thresholds are numbers, and for a
/// fleet, whose thresholds are series.</summary>
internal static class AlertConditions
{
    /// <summary>Longer than a restart or a deployment, much shorter than anybody would want to be blind.</summary>
    public static readonly TimeSpan AbsentFor = TimeSpan.FromMinutes(15);

    /// <summary>No hurry: the burn-rate alerts were there before.</summary>
    public static readonly TimeSpan ExhaustedFor = TimeSpan.FromMinutes(15);

    /// <summary>Both windows above the threshold, and more than one event bad.</summary>
    public static string Burn(SloSeries series, TimeSpan longWindow, string longBurns, string shortBurns) =>
        $"""
        {longBurns}
        and {series.Match}
        ({shortBurns})
        and {series.Match}
        ({series.BadCount(longWindow)} > {PromQl.Number(BurnRatePolicy.MoreThanOneEvent)})
        """;

    /// <summary>Nothing left, and not because of a single event.</summary>
    public static string Exhausted(SloSeries series, string spent) =>
        $"""
        {spent}
        and {series.Match}
        ({series.Recorded(SeriesNames.WindowBad)} > {PromQl.Number(BurnRatePolicy.MoreThanOneEvent)})
        """;

    /// <summary>Few events, and more of them bad than may be. The value is the share of bad events.</summary>
    public static string LowTraffic(SloSeries series, TimeSpan window, string few, string tooMany) =>
        $"""
        (
          ({series.BadCount(window)} > {PromQl.Number(LowTrafficAlert.MoreThanTwoEvents)})
        /
          ({series.TotalCount(window)} {few})
        )
        {tooMany}
        """;
}
