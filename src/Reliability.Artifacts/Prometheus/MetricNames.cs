using System.Text;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>What OpenTelemetry's names become in Prometheus. The only place that knows.</summary>
internal sealed class MetricNames(MetricNaming naming)
{
    // From OpenTelemetry's specification of the translation to Prometheus; a unit in braces is an annotation and is dropped.
    private static readonly Dictionary<string, string> s_units = new(StringComparer.Ordinal)
    {
        ["d"] = "days", ["h"] = "hours", ["min"] = "minutes", ["s"] = "seconds", ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes", ["kBy"] = "kilobytes", ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes", ["m"] = "meters", ["V"] = "volts", ["A"] = "amperes", ["J"] = "joules", ["W"] = "watts", ["g"] = "grams", ["Cel"] = "celsius",
        ["Hz"] = "hertz", ["%"] = "percent",
    };

    private readonly bool _hasSuffixes = naming != MetricNaming.OtlpWithoutSuffixes;

    /// <summary>The counter of good and bad events.</summary>
    public string Events => Counter(Telemetry.Events, "{event}");

    /// <summary>A counter.</summary>
    public string Counter(string instrument, string? unit) => WithSuffix(WithUnit(instrument, unit), "total");

    /// <summary>A gauge of ours: without a unit, so that nothing is appended.</summary>
    public static string Gauge(string instrument) => Label(instrument);

    /// <summary>How many durations a histogram holds.</summary>
    public string HistogramCount(string instrument, string? unit) => WithUnit(instrument, unit) + "_count";

    /// <summary>How many durations of a histogram were at most <c>le</c>.</summary>
    public string HistogramBucket(string instrument, string? unit) => WithUnit(instrument, unit) + "_bucket";

    /// <summary>The name of a label, or of an instrument without unit and suffix: what is not a letter, a digit or an
    /// underscore becomes one underscore.</summary>
    public static string Label(string name)
    {
        var translated = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                translated.Append(c);
            else if (translated.Length == 0 || translated[^1] != '_')
                translated.Append('_');
        }

        // A label may not begin with a digit; the translation puts an underscore before it.
        return translated.Length > 0 && char.IsAsciiDigit(translated[0]) ? "_" + translated : translated.ToString();
    }

    private string WithUnit(string instrument, string? unit)
    {
        var name = Label(instrument);
        return unit is null || unit.StartsWith('{') || unit == "1" ? name : WithSuffix(name, s_units.GetValueOrDefault(unit, Label(unit)));
    }

    private string WithSuffix(string name, string suffix) =>
        !_hasSuffixes || name.EndsWith("_" + suffix, StringComparison.Ordinal) ? name : name + "_" + suffix;
}
