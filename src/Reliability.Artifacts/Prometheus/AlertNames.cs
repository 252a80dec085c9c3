namespace Reliability.Artifacts.Prometheus;

/// <summary>The alerts that our rules define: routes, inhibitions and dashboards name them from here.</summary>
internal static class AlertNames
{
    /// <summary>The budget burns too fast over a pair of windows; labels <c>long</c> and <c>short</c> say which.</summary>
    public const string Burn = "SloErrorBudgetBurn";

    /// <summary>Nothing is left of the budget of the whole window.</summary>
    public const string Exhausted = "SloErrorBudgetExhausted";

    /// <summary>Hardly anything happens, and too much of it is bad.</summary>
    public const string LowTraffic = "SloLowTrafficBurn";

    /// <summary>Nothing measures an objective.</summary>
    public const string EventsAbsent = "SloEventsAbsent";

    /// <summary>The fleet's rules do not cover the window of an objective.</summary>
    public const string WindowNotServed = "SloWindowNotServed";

    /// <summary>A whole service has stopped reporting.</summary>
    public const string ServiceAbsent = "SloServiceAbsent";

    /// <summary>All of them, sorted.</summary>
    public static readonly IReadOnlyList<string> All = [Burn, Exhausted, EventsAbsent, LowTraffic, ServiceAbsent, WindowNotServed];
}
