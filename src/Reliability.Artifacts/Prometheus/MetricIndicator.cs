using System.Globalization;
using System.Text.RegularExpressions;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>A metric that somebody else publishes: a counter, or a histogram of durations.</summary>
internal sealed class MetricIndicator(MetricNames names, MetricSource source, Objective objective) : Indicator
{
    // A histogram without a unit holds seconds, as OpenTelemetry wants it.
    private const decimal MillisecondsPerSecond = 1000m;

    public override string Reported => $"sum({All})";

    protected override string Total(string function, TimeSpan window) => Sum(function, All, window);

    protected override string Bad(string function, TimeSpan window)
    {
        if (objective.IsLatency)
            return Rest(function, window, Fast(function, window));

        if (source.Other is { } other)
        {
            var counted = Sum(function, Select(names.Counter(other, source.Unit), source.Where), window);
            return source.OtherIsGood ? Rest(function, window, counted) : counted;
        }

        return source.Bad.Count > 0
            ? Sum(function, Select(Whole, [.. source.Where, .. source.Bad]), window)
            : Rest(function, window, Sum(function, Select(Whole, [.. source.Where, .. source.Good]), window));
    }

    private string All => Select(Whole, source.Where);

    internal string Whole => source.Kind == MetricKind.Histogram
        ? names.HistogramCount(source.Name, source.Unit)
        : names.Counter(source.Name, source.Unit);

    /// <summary>All events but the good ones, which may never have happened. Two series that are scraped one after the other may
    /// differ by an event: there is no negative number of failures.</summary>
    private string Rest(string function, TimeSpan window, string good)
    {
        var total = Total(function, window);
        return $"clamp_min({total} - ({OrZero(good, Reported)}), 0)";
    }

    /// <summary>The events within the threshold's bucket that were good as well: a failure is never fast.</summary>
    private string Fast(string function, TimeSpan window)
    {
        var bucket = names.HistogramBucket(source.Name, source.Unit);
        var within = Sum(function, Select(bucket, [.. source.Where, .. source.Good], Threshold), window);
        if (source.Bad.Count == 0)
            return within;

        var failed = Sum(function, Select(bucket, [.. source.Where, .. source.Bad], Threshold), window);
        return $"({within} - ({OrZero(failed, Reported)}))";
    }

    /// <summary>A whole number is <c>1</c> in the text format and <c>1.0</c> in OpenMetrics and since Prometheus 3, and a very large or
    /// small one is written with an exponent by Go: asking for one of them selects nothing from half of the world.</summary>
    internal string Threshold
    {
        get
        {
            var bound = Bound(source, objective);
            string[] spellings = [.. bound.Contains('.', StringComparison.Ordinal) ? [Regex.Escape(bound)] : new[] { Regex.Escape(bound) + "(\\.0)?" }, .. WithExponent(bound)];
            return bound.Contains('.', StringComparison.Ordinal) && spellings.Length == 1
                ? $"le={PromQl.Text(bound)}"
                : $"le=~{PromQl.Text(string.Join("|", spellings))}";
        }
    }

    /// <summary>Go's shortest spelling, where that has an exponent: 1e+06, 5e-05.</summary>
    private static IEnumerable<string> WithExponent(string bound)
    {
        var value = decimal.Parse(bound, CultureInfo.InvariantCulture);
        if (value is < 1_000_000m and >= 0.0001m)
            return [];

        var digits = bound.Replace(".", "", StringComparison.Ordinal).Trim('0');
        var exponent = (int)Math.Floor(Math.Log10((double)value));
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return [Regex.Escape(string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"))];
    }

    /// <summary>The upper bound of the bucket that a latency objective is measured by, in the histogram's unit.</summary>
    public static string Bound(MetricSource source, Objective objective) =>
        Words.Number(objective.ThresholdMilliseconds!.Value / (DurationUnits.Milliseconds(source.Unit) ?? MillisecondsPerSecond));

    internal static string Select(string metric, IEnumerable<LabelMatcher> matchers, params string[] more) =>
        $"{metric}{{{string.Join(",", matchers.Select(Matcher).Concat(more))}}}";

    private static string Matcher(LabelMatcher matcher) => MetricNames.Label(matcher.Label) + matcher.Operator.Symbol() + PromQl.Text(matcher.Value);
}
