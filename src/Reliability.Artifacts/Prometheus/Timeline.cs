namespace Reliability.Artifacts.Prometheus;

/// <summary>What happens to the counters of an objective, one sample a minute.</summary>
internal sealed class Timeline(params IReadOnlyList<Stretch> stretches)
{
    /// <summary>The time between two samples.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    /// <summary>The samples of a counter that counts each good and each bad event so many times, in promtool's notation.</summary>
    public string Values(int perGood, int perBad)
    {
        // A counter begins before its first event: an increase from nothing is no increase.
        var values = new List<string>();
        var count = 0m;
        var begun = false;
        foreach (var stretch in stretches.Where(stretch => stretch.Minutes > 0))
        {
            if (!stretch.IsReported)
            {
                values.Add($"_x{stretch.Minutes}");
                continue;
            }

            if (!begun)
                values.Add("0");

            begun = true;
            var rate = (stretch.Good * perGood) + (stretch.Bad * perBad);
            values.Add($"{PromQl.Number(count + rate)}+{PromQl.Number(rate)}x{stretch.Minutes - 1}");
            count += rate * stretch.Minutes;
        }

        return string.Join(" ", values);
    }
}

/// <summary>Some minutes in which the same happens.</summary>
/// <param name="Minutes">How many.</param>
/// <param name="Good">Good events a minute.</param>
/// <param name="Bad">Bad events a minute.</param>
/// <param name="IsReported">Whether the counters are there.</param>
internal sealed record Stretch(int Minutes, decimal Good, decimal Bad, bool IsReported = true)
{
    /// <summary>Nothing is reported, or no longer.</summary>
    public static Stretch Gone(int minutes) => new(minutes, 0m, 0m, IsReported: false);
}
