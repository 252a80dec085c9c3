using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reliability.Hosting.Health;

/// <summary>Takes out of a result what must not leave the process: texts of exceptions have been seen to carry connection strings, and
/// many checks repeat them in their description and data.</summary>
internal static class SafeResult
{
    public static string? Description(HealthCheckResult result) =>
        result.Exception is { } exception ? $"Failed with {exception.GetType()}." : result.Description;

    public static IReadOnlyDictionary<string, object> Data(HealthCheckResult result) =>
        result.Exception is null || result.Data.Count == 0
            ? result.Data
            : result.Data.Where(entry => IsPlain(entry.Value)).ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <summary>Whether a value can hold no text.</summary>
    private static bool IsPlain(object? value) => value is bool or IConvertible and not (string or char) or TimeSpan or DateTimeOffset or DateOnly or TimeOnly or Guid;
}
