namespace Reliability.Overload;

/// <summary>Reads what the configuration makes of a capacity. Each has numbers of its own: what one operation can carry says nothing of
/// another, so there are no defaults for all.</summary>
internal sealed class CapacitySettings(AdmissionGate gate) : IConfiguredOperation
{
    private const string Max = "Capacity:MaxConcurrency";
    private const string Min = "Capacity:MinConcurrency";

    private static readonly NumberRange s_calls = new(1, int.MaxValue, IsWhole: true);
    private static readonly NumberRange s_waiting = new(0, int.MaxValue, IsWhole: true);
    private static readonly NumberRange s_milliseconds = new(1, int.MaxValue);

    public string Name => gate.Operation ?? gate.Service.Name;

    public string Section => gate.Operation is null ? OperationSettings.Service : OperationSettings.Operations + ":" + gate.Operation;

    public bool FollowsDefaults => false;

    public Action Read(OperationValues values)
    {
        var declared = gate.Limits;
        var limits = declared with
        {
            MaxConcurrency = (int)values.Number(Max, declared.MaxConcurrency, s_calls),
            QueueLimit = (int)values.Number("Capacity:QueueLimit", declared.QueueLimit, s_waiting),
            QueueTimeout = TimeSpan.FromMilliseconds(values.Number("Capacity:QueueMilliseconds", declared.QueueTimeout.TotalMilliseconds, s_milliseconds)),
        };
        limits = declared.IsAdaptive ? limits with { MinConcurrency = Least(values, limits) } : limits with { MinConcurrency = 1 };
        return () => gate.Admissions.Change(limits);
    }

    /// <summary>A declared least gives way: whoever turns the limit down in an emergency means it.</summary>
    private static int Least(OperationValues values, CapacityLimits limits)
    {
        var least = (int)values.Number(Min, Math.Min(limits.MinConcurrency, limits.MaxConcurrency), s_calls);
        values.Require(least <= limits.MaxConcurrency, Min, $"is {least}, which is above Capacity:MaxConcurrency, {limits.MaxConcurrency}");
        return least;
    }
}
