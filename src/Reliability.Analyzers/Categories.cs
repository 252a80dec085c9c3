namespace Reliability.Analyzers;

/// <summary>The categories of rules, by which an .editorconfig can set the severity of many.</summary>
internal static class Categories
{
    public const string Knowledge = "Knowledge";
    public const string Ownership = "Ownership";
    public const string Slo = "Slo";
    public const string Measurement = "Measurement";
    public const string Timeouts = "Timeouts";
    public const string Cancellation = "Cancellation";
    public const string Retries = "Retries";
    public const string Errors = "Errors";
    public const string Overload = "Overload";
    public const string Failover = "Failover";
    public const string Lifecycle = "Lifecycle";
    public const string Concurrency = "Concurrency";
    public const string Configuration = "Configuration";
    public const string Time = "Time";
}
