using System.Text.RegularExpressions;
using Reliability.Artifacts.Prometheus;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>The tests that are exported with the rules can fail: whoever damages a rule hears of it from them.</summary>
public sealed class RuleMutationTests : IDisposable
{
    private readonly TemporaryDirectory _directory;

    public RuleMutationTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Untouched_rules_pass() => Promtool.CheckAndTest(_directory, PrometheusExporter.Export([Samples.Checkout], new()));

    [Theory]
    [InlineData("no errors yet is no zero", @"\n +or\n +0 \* sum\(.*\)(?=\n    labels)", "")]
    [InlineData("a ratio divides by nothing", @"clamp_min\((sum\(rate\(.*\)\)), 1e-9\)", "$1")]
    [InlineData("the short window of the page is another", @"ratio_rate5m(\{[^}]*\}) > 0\.0144", "ratio_rate1h$1 > 0.0144")]
    [InlineData("an hour's ratio looks at five minutes", @"(?s)(?<=ratio_rate1h\n    expr: [^-]*-\n(?:(?!labels).)*)\[1h\]", "[5m]")]
    [InlineData("six hours' ratio looks at one", @"(?s)(?<=ratio_rate6h\n    expr: [^-]*-\n(?:(?!labels).)*)\[6h:1h\]", "[1h:1h]")]
    [InlineData("two hours' ratio looks at one", @"(?s)(?<=ratio_rate2h\n    expr: [^-]*-\n(?:(?!labels).)*)\[2h:1h\]", "[1h:1h]")]
    [InlineData("half an hour's ratio looks at an hour", @"(?s)(?<=ratio_rate30m\n    expr: [^-]*-\n(?:(?!labels).)*)\[30m\]", "[1h]")]
    [InlineData("a smaller factor", @"> 0\.0144\b", "> 0.0134")]
    [InlineData("a larger factor", @"> 0\.0144\b", "> 0.0154")]
    [InlineData("a factor of another pair", @"> 0\.003\b", "> 0.006")]
    [InlineData("tickets inside the budget", @"> 0\.001\b", "> 0.0009")]
    [InlineData("one failure is enough", @"> 1\.5\b", "> 0.5")]
    [InlineData("no guard at all", @"\n +and on \(\)\n +\([^\n]*increase[^\n]* > 1\.5\)", "")]
    [InlineData("a page needs not last", @"\n    for: 2m", "\n    for: 0m")]
    [InlineData("a page must last too long", @"\n    for: 2m", "\n    for: 5m")]
    [InlineData("a ticket needs not last", @"\n    for: 3h", "\n    for: 2h")]
    [InlineData("a page is a ticket", "severity: \"page\"", "severity: \"ticket\"")]
    [InlineData("a ticket is a page", "severity: \"ticket\"", "severity: \"page\"")]
    [InlineData("a slow burn pages", "severity: \"ticket\"(?=(?:\n      .*)*\n      long: \"3d\")", "severity: \"page\"")]
    [InlineData("silence is not noticed", @"alert: SloEventsAbsent", "alert: Other")]
    [InlineData("a silent service is not noticed", @"alert: SloServiceAbsent", "alert: Other")]
    [InlineData("a spent budget is not noticed", @"alert: SloErrorBudgetExhausted", "alert: Other")]
    [InlineData("few events are not looked at", @"alert: SloLowTrafficBurn", "alert: Other")]
    [InlineData("many events are few", @"< 1000\b", "< 1000000000")]
    [InlineData("one of few is enough", @"> 2\.5\b", "> 1000")]
    [InlineData("the pair is not told", @"\n      long: ""1h""", "")]
    [InlineData("another objective", @"vector\(0\.999\)", "vector(0.99)")]
    [InlineData("another budget", @"/ 0\.001\b", "/ 0.01")]
    [InlineData("good events are bad", @"reliability_outcome=""bad""", @"reliability_outcome=""good""")]
    [InlineData("a deployment splits the series", @"sum\(rate\(", "sum by (instance) (rate(")]
    [InlineData("the burn is the other way round", @"> 0\.0144\b", "< 0.0144")]
    [InlineData("hours do not count", @"record: slo:events_bad:count1h", "record: other:count")]
    [InlineData("the hour in which a window begins counts in full", @"label_replace\(-(?=slo)", "label_replace(-0 * ")]
    [InlineData("the present hour does not count", @"label_replace\((?=slo:events_bad:count_this_hour)", "label_replace(0 * ")]
    [InlineData("a window's ratio is an average of ratios", @"(?s)(?<=ratio_window\n    expr: \|-\n).*?(?=    labels)", "      avg_over_time(slo:error_ratio:ratio_rate5m[30d])\n")]
    public void Damaged_rules_do_not(string damage, string pattern, string replacement)
    {
        var files = PrometheusExporter.Export([Samples.Checkout], new());
        var damaged = Regex.Replace(files[0].Content, pattern, replacement);
        Assert.True(files[0].Content != damaged, $"'{damage}' changes nothing: the test is out of date.");
        _directory.Write(files[0].Name, damaged);
        foreach (var test in files.Skip(1))
            _directory.Write(test.Name, test.Content);

        var failure = Promtool.Failure(_directory, [.. files.Skip(1).Select(test => test.Name)]);
        Assert.True(failure is not null, $"'{damage}' was not noticed.");

        // Noticed by what was expected, not because the file could not be read.
        Assert.Contains("FAILED", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("could not parse", failure, StringComparison.OrdinalIgnoreCase);
    }
}
