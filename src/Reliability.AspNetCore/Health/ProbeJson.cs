using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reliability.Hosting.Health;

namespace Reliability.AspNetCore.Health;

/// <summary>Health as the well-known health checks UI reads it: small first letters, a status as its word, a duration as a text, and nothing
/// for what is not there. There is no <c>exception</c>, not in Development either: a text that is not written cannot leak where the
/// environment is set wrong.</summary>
internal static class ProbeJson
{
    /// <summary>Writes the health of a group.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="health">What is known.</param>
    /// <param name="withDetail">Whether the checks may be seen; otherwise there are no entries.</param>
    public static void Write(IBufferWriter<byte> output, GroupHealth health, bool withDetail)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("status"u8, Name(health.Status));
        json.WriteString("totalDuration"u8, Text(health.Duration));
        json.WriteStartObject("entries"u8);
        if (withDetail)
        {
            foreach (var check in health.Checks)
                WriteCheck(json, check);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => nameof(HealthStatus.Healthy),
        HealthStatus.Degraded => nameof(HealthStatus.Degraded),
        _ => nameof(HealthStatus.Unhealthy),
    };

    private static void WriteCheck(Utf8JsonWriter json, CheckHealth check)
    {
        json.WriteStartObject(check.Name);
        json.WriteStartObject("data"u8);
        foreach (var (key, value) in check.Data)
            WriteValue(json, key, value);

        json.WriteEndObject();
        if (check.Description is not null)
            json.WriteString("description"u8, check.Description);

        json.WriteString("duration"u8, Text(check.Duration));
        json.WriteString("status"u8, Name(check.Status));
        json.WriteStartArray("tags"u8);
        foreach (var tag in check.Tags)
            json.WriteStringValue(tag);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Numbers and words as such, everything else as the text that it makes of itself: no reflection over what a check
    /// hands out.</summary>
    private static void WriteValue(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                json.WriteNumber(key, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumber(key, number);
                break;
            case decimal number:
                json.WriteNumber(key, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            case TimeSpan duration:
                json.WriteString(key, Text(duration));
                break;
            case DateTime or DateTimeOffset:
                json.WriteString(key, ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            case Exception exception:
                json.WriteString(key, exception.GetType().ToString());
                break;
            default:
                json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Text(TimeSpan duration) => duration.ToString("c", CultureInfo.InvariantCulture);
}
