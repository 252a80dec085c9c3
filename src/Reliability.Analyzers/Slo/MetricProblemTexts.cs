using Reliability.Declarations;

namespace Reliability.Analyzers.Slo;

/// <summary>Says what follows from a <c>[MetricSlo]</c> that cannot be meant.</summary>
internal static class MetricProblemTexts
{
    /// <summary>What is wrong with an argument.</summary>
    public static string Of(DeclarationProblem problem) => problem.Kind switch
    {
        ProblemKind.MetricMissing => problem.Value + " names nothing, so there is nothing to count; name the instrument, such as "
            + problem.Value + " = \"" + (problem.Value == "Metric" ? "http.server.request.duration" : "orders.failed") + "\"",
        ProblemKind.MetricUnreadable => "'" + problem.Value
            + "' is no name of an instrument; write OpenTelemetry's, such as http.server.request.duration, and say with Where which of its series count",
        ProblemKind.MetricUnknown => "'" + problem.Value + "' is not well known, so nobody knows what it counts; "
            + (problem.Suggestion is { } meant
                ? "OpenTelemetry's name '" + meant + "' is probably meant"
                : "add Kind = InstrumentKind.Counter, or Kind = InstrumentKind.Histogram with its Unit"),
        ProblemKind.NoOutcome =>
            "Nothing tells good events from bad ones, so the promise looks kept whatever happens; add one of Bad, Good, BadMetric and GoodMetric",
        ProblemKind.SecondOutcome => problem.Value + " and " + problem.Argument
            + " both tell good events from bad ones and can contradict each other, so nothing is counted; keep one of them",
        ProblemKind.MatcherUnreadable => "'" + problem.Value
            + "' selects nothing: it is not a label, one of =, !=, =~ and !~, and a value, such as http.route=/orders",
        ProblemKind.PatternUnreadable => "Prometheus cannot read the regular expression '" + problem.Value
            + "' and would refuse all rules of the file; its dialect (RE2) has no look-around and no back-references",
        ProblemKind.LatencyOfCounter => "'" + problem.Value
            + "' is a counter and holds no durations, so nothing tells what was fast; leave the latency objective out, or name a histogram",
        ProblemKind.UnitIsNoTime when problem.Value.Length == 0 =>
            "The histogram has no unit, so nobody knows which bucket the threshold is; add Unit = \"s\", or the unit of time that it has",
        ProblemKind.UnitIsNoTime => "'" + problem.Value
            + "' is no unit of time, so nothing tells what was fast; write s, ms, us, ns, min or h, or leave the latency objective out",
        ProblemKind.LatencyOfOther => "'" + problem.Value
            + "' does not say how long its events took, so nothing tells which were fast; say with Good or Bad which are good, or leave the latency objective out",
        ProblemKind.BucketsOfCounter => "A counter has no buckets; leave them out, or say Kind = InstrumentKind.Histogram",
        ProblemKind.BucketsNotAscending => "The bounds of buckets ascend, and " + problem.Value
            + " is not above the one before it; write them as the histogram has them, without infinity",
        _ => "The promise cannot be meant",
    };
}
