namespace Worker;

/// <summary>Where the worker finds its work. Bound from the section <c>Worker</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>The folder of the invoices that wait.</summary>
    public string Queue { get; set; } = "queue";

    /// <summary>The file of the exchange rates.</summary>
    public string Rates { get; set; } = "rates.json";

    /// <summary>How often the rates are read again.</summary>
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(2);
}
