using System.Globalization;

namespace Reliability.Hosting.Overload;

/// <summary>The time that the caller of a gRPC service gives, as it stands in the headers.</summary>
internal static class GrpcTimeout
{
    /// <summary>Where it stands.</summary>
    public const string Header = "grpc-timeout";

    /// <summary>The time that a caller gives: up to eight digits and a unit.</summary>
    /// <param name="text">The header.</param>
    public static TimeSpan? Parse(string? text)
    {
        if (text is not { Length: >= 2 and <= 9 } || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            return null;

        return text[^1] switch
        {
            'n' => TimeSpan.FromTicks(amount / TimeSpan.NanosecondsPerTick),
            'u' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMicrosecond),
            'm' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMillisecond),
            'S' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerSecond),
            'M' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMinute),
            'H' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerHour),
            _ => null,
        };
    }

    /// <summary>The same time as gRPC writes it: whole milliseconds, at least one.</summary>
    /// <param name="time">The time.</param>
    public static string Text(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((long)time.TotalMilliseconds, 1, 99_999_999)}m");
}
