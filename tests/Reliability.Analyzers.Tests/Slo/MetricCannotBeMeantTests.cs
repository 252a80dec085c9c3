using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Slo;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Slo;

namespace Reliability.Analyzers.Tests.Slo;

/// <summary>REL0103 of <c>[MetricSlo]</c>.</summary>
public class MetricCannotBeMeantTests
{
    private const string Http = "Metric = \"http.server.request.duration\"";
    private const string Failed = "Bad = new[] { \"error.type!=\" }";

    [Theory]
    [InlineData("MetricSlo({|#0:\" \"|}, 99, " + Http + ", " + Failed + ")", "The name is empty, so no dashboard or alert could say which operation it is about; name it")]
    [InlineData("MetricSlo(availability: 99, name: {|#0:\"\"|}, " + Http + ", " + Failed + ")", "The name is empty, so no dashboard or alert could say which operation it is about; name it")]
    [InlineData("MetricSlo({|#0:null!|}, 99, " + Http + ", " + Failed + ")", "The name is empty, so no dashboard or alert could say which operation it is about; name it")]
    [InlineData("MetricSlo(\"x\", {|#0:0.999|}, " + Http + ", " + Failed + ")", "0.999 is 0.999 %, an objective that 99 % failures would still meet; 99.9 is probably meant")]
    [InlineData("MetricSlo(availability: {|#0:100|}, name: \"x\", " + Http + ", " + Failed + ")", "100 % leaves no error budget: the first failure breaks the promise, and no burn rate can be computed; 99.9 allows 1 failure in 1,000")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", " + Failed + ", LatencyTarget = {|#0:99|})", "A latency objective without LatencyMilliseconds has no time to be fast in; add the milliseconds, such as LatencyMilliseconds = 300")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", " + Failed + ", WindowDays = {|#0:0|})", "A budget is kept over 1 to 90 days, not 0; without a window it is 30")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", " + Failed + ", EventsPerHour = {|#0:-1|})", "-1 is no number of events that an hour has; write how many an ordinary quiet hour has, or leave it out")]
    [InlineData("MetricSlo<Empty>(\"x\", " + Http + ", " + Failed + ")", "", "{|#0:MetricSlo<Empty>|}", "'Empty' promises nothing, so nothing is measured; put [Availability(99.9)] or [Latency(99, Milliseconds = 300)] on it")]
    [InlineData("MetricSlo(\"x\", 99, " + Failed + ")", "", "{|#0:MetricSlo|}", "Metric names nothing, so there is nothing to count; name the instrument, such as Metric = \"http.server.request.duration\"")]
    [InlineData("MetricSlo(\"x\", 99, Metric = {|#0:\"\"|}, " + Failed + ")", "Metric names nothing, so there is nothing to count; name the instrument, such as Metric = \"http.server.request.duration\"")]
    [InlineData("MetricSlo(\"x\", 99, Metric = {|#0:\"http_requests{code='5'}\"|}, " + Failed + ")", "'http_requests{code='5'}' is no name of an instrument; write OpenTelemetry's, such as http.server.request.duration, and say with Where which of its series count")]
    [InlineData("MetricSlo(\"x\", 99, Metric = {|#0:\"jobs.done\"|}, " + Failed + ")", "'jobs.done' is not well known, so nobody knows what it counts; add Kind = InstrumentKind.Counter, or Kind = InstrumentKind.Histogram with its Unit")]
    [InlineData("MetricSlo(\"x\", 99, Metric = {|#0:\"http_server_request_duration_seconds\"|}, " + Failed + ")", "'http_server_request_duration_seconds' is not well known, so nobody knows what it counts; OpenTelemetry's name 'http.server.request.duration' is probably meant")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ")", "", "{|#0:MetricSlo|}", "Nothing tells good events from bad ones, so the promise looks kept whatever happens; add one of Bad, Good, BadMetric and GoodMetric")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Bad = new string[0])", "", "{|#0:MetricSlo|}", "Nothing tells good events from bad ones, so the promise looks kept whatever happens; add one of Bad, Good, BadMetric and GoodMetric")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Good = new[] { \"a=b\" }, Bad = {|#0:new[] { \"a!=b\" }|})", "Good and Bad both tell good events from bad ones and can contradict each other, so nothing is counted; keep one of them")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", BadMetric = {|#0:\"failures\"|}, " + Failed + ")", "Bad and BadMetric both tell good events from bad ones and can contradict each other, so nothing is counted; keep one of them")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", BadMetric = {|#0:\" \"|})", "BadMetric names nothing, so there is nothing to count; name the instrument, such as BadMetric = \"orders.failed\"")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Bad = new[] { \"a=b\", {|#0:\"a==b\"|} })", "'a==b' selects nothing: it is not a label, one of =, !=, =~ and !~, and a value, such as http.route=/orders")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Bad = [{|#0:\"status>=500\"|}])", "'status>=500' selects nothing: it is not a label, one of =, !=, =~ and !~, and a value, such as http.route=/orders")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", " + Failed + ", Where = new string[] { {|#0:\"/orders\"|} })", "'/orders' selects nothing: it is not a label, one of =, !=, =~ and !~, and a value, such as http.route=/orders")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Good = new[] { {|#0:\"=b\"|} })", "'=b' selects nothing: it is not a label, one of =, !=, =~ and !~, and a value, such as http.route=/orders")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Bad = new[] { {|#0:\"a=~(5\"|} })", "Prometheus cannot read the regular expression '(5' and would refuse all rules of the file; its dialect (RE2) has no look-around and no back-references")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Bad = new[] { {|#0:\"a!~(?!5)..\"|} })", "Prometheus cannot read the regular expression '(?!5)..' and would refuse all rules of the file; its dialect (RE2) has no look-around and no back-references")]
    [InlineData("MetricSlo(\"x\", 99, Metric = \"jobs\", Kind = InstrumentKind.Counter, " + Failed + ", LatencyTarget = {|#0:99|}, LatencyMilliseconds = 5)", "'jobs' is a counter and holds no durations, so nothing tells what was fast; leave the latency objective out, or name a histogram")]
    [InlineData("MetricSlo<Fast>(\"x\", Metric = \"aspnetcore.rate_limiting.requests\", " + Failed + ")", "", "{|#0:MetricSlo<Fast>|}", "'aspnetcore.rate_limiting.requests' is a counter and holds no durations, so nothing tells what was fast; leave the latency objective out, or name a histogram")]
    [InlineData("MetricSlo(\"x\", 99, Metric = \"sizes\", Kind = InstrumentKind.Histogram, Unit = {|#0:\"By\"|}, " + Failed + ", LatencyTarget = 99, LatencyMilliseconds = 5)", "'By' is no unit of time, so nothing tells what was fast; write s, ms, us, ns, min or h, or leave the latency objective out")]
    [InlineData("MetricSlo(\"x\", 99, Metric = \"jobs\", Kind = InstrumentKind.Histogram, " + Failed + ", LatencyTarget = {|#0:99|}, LatencyMilliseconds = 5)", "The histogram has no unit, so nobody knows which bucket the threshold is; add Unit = \"s\", or the unit of time that it has")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", BadMetric = \"failures\", LatencyTarget = {|#0:99|}, LatencyMilliseconds = 5)", "'failures' does not say how long its events took, so nothing tells which were fast; say with Good or Bad which are good, or leave the latency objective out")]
    [InlineData("MetricSlo(\"x\", 99, Metric = \"jobs\", Kind = InstrumentKind.Counter, " + Failed + ", Buckets = {|#0:new double[] { 1, 2 }|})", "A counter has no buckets; leave them out, or say Kind = InstrumentKind.Histogram")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", " + Failed + ", Buckets = new[] { 1, 0.5, {|#1:0.1|} })", "", "new[] { 1, {|#0:0.5|}, 0.1 }", "The bounds of buckets ascend, and 0.5 is not above the one before it; write them as the histogram has them, without infinity")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", " + Failed + ", Buckets = [1, {|#0:double.PositiveInfinity|}])", "The bounds of buckets ascend, and Infinity is not above the one before it; write them as the histogram has them, without infinity")]
    public Task Reported_at_the_argument_with_what_follows(string attribute, string message, string? marked = null, string? other = null)
    {
        // Where the attribute itself is the place, the mark stands in for its name.
        var text = marked is null ? attribute
            : marked.Contains("new[]", StringComparison.Ordinal) ? attribute.Replace("new[] { 1, 0.5, {|#1:0.1|} }", marked, StringComparison.Ordinal)
            : marked + attribute[attribute.IndexOf('(', StringComparison.Ordinal)..];
        var test = new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(File(text));
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("REL0103").WithLocation(0).WithMessage(other ?? message));
        return test.CheckAsync();
    }

    [Theory]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", " + Failed + ")")]
    [InlineData("MetricSlo(name: \"x\", availability: 99, Metric = \"rpc.server.call.duration\", Good = [\"rpc.grpc.status_code=~0|5\"])")]
    [InlineData("MetricSlo<Fast>(\"x\", " + Http + ")")]
    [InlineData("MetricSlo<Fast>(\"x\", " + Http + ", " + Failed + ")")]
    [InlineData("MetricSlo(\"x\", 99, Metric = \"jobs/all-of:them\".Length > 3 ? \"jobs\" : \"\", Kind = InstrumentKind.Counter, Unit = \"\", GoodMetric = \"jobs.good\")")]
    [InlineData("MetricSlo(\"x\", 99, Metric = \"sizes\", Kind = InstrumentKind.Histogram, Unit = \"By\", " + Failed + ")")]
    [InlineData("MetricSlo(\"x\", 99, " + Http + ", Bad = new[] { \"a = b\", \"a!=\", \"b!~[^/]+=.\" }, Good = null, Where = null, Buckets = null)")]
    [InlineData("System.CLSCompliant(false)")]
    public Task Promises_that_can_be_kept_and_broken(string attribute) => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        File(attribute.Replace("\"jobs/all-of:them\".Length > 3 ? \"jobs\" : \"\"", "\"jobs/all-of_them\"", StringComparison.Ordinal))).CheckAsync();

    [Fact]
    public Task What_the_compiler_rejects_is_left_to_the_compiler() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Reliability;
        [assembly: {|CS1729:MetricSlo("x", 99, 9, Metric = "y")|}]
        [assembly: MetricSlo("x", 99, Metric = {|CS0029:5|})]
        [assembly: MetricSlo<{|CS0246:Missing|}>("x", Metric = "http.server.request.duration", Bad = new[] { "a=b" })]
        [module: {|CS0592:MetricSlo|}("x", 99)]
        """).CheckAsync();

    [Fact]
    public Task An_alias_is_no_disguise() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Metric = Reliability.MetricSloAttribute;
        [assembly: Metric("x", {|REL0103:0.99|}, Metric = "http.server.request.duration", Bad = new[] { "a=b" })]
        """).CheckAsync();

    [Fact]
    public Task What_is_probably_meant_is_written() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Reliability;
        [assembly: MetricSlo("x", {|REL0103:0.999|}, Metric = {|REL0103:"http_server_request_duration_seconds"|}, Bad = new[] { "a=b" }, EventsPerHour = {|REL0103:0|})]
        """)
    {
        Fixed =
        [
            """
            using Reliability;
            [assembly: MetricSlo("x", 99.9, Metric = "http.server.request.duration", Bad = new[] { "a=b" })]
            """,
        ],
        NumberOfFixAllIterations = 2,
    }.CheckAsync();

    [Fact]
    public Task A_name_that_a_method_has_is_changed_at_either() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Reliability;
        [assembly: MetricSlo({|REL0103:"place-order"|}, 99, Metric = "http.server.request.duration", Bad = new[] { "a=b" })]
        public partial class Orders { [{|REL0103:Slo|}(99)] public partial void PlaceOrder(); private void PlaceOrderCore() { } }
        """)
    {
        Fixed =
        [
            """
            using Reliability;
            [assembly: MetricSlo("place-order-metric", 99, Metric = "http.server.request.duration", Bad = new[] { "a=b" })]
            public partial class Orders { [Slo(99)] public partial void PlaceOrder(); private void PlaceOrderCore() { } }
            """,
        ],
        FixedAll =
        [
            """
            using Reliability;
            [assembly: MetricSlo("place-order-metric", 99, Metric = "http.server.request.duration", Bad = new[] { "a=b" })]
            public partial class Orders { [Slo(99, Name = "orders-place-order")] public partial void PlaceOrder(); private void PlaceOrderCore() { } }
            """,
        ],
    }.CheckAsync();

    [Fact]
    public Task Traffic_of_an_slo_is_above_nothing() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Reliability;
        [Availability(99)] public class P : SloProfile;
        public partial class Orders
        {
            [Slo(99, EventsPerHour = {|REL0103:0|})] public partial void A(); private void ACore() { }
            [Slo<P>(EventsPerHour = {|REL0103:double.NaN|})] public partial void B(); private void BCore() { }
            [Slo<P>(EventsPerHour = 0.01)] public partial void C(); private void CCore() { }
        }
        """)
    {
        Fixed =
        [
            """
            using Reliability;
            [Availability(99)] public class P : SloProfile;
            public partial class Orders
            {
                [Slo(99)] public partial void A(); private void ACore() { }
                [Slo<P>] public partial void B(); private void BCore() { }
                [Slo<P>(EventsPerHour = 0.01)] public partial void C(); private void CCore() { }
            }
            """,
        ],
    }.CheckAsync();

    private static string File(string attribute) => $$"""
        using Reliability;
        [assembly: {{attribute}}]
        public class Empty : SloProfile;
        [Latency(99, Milliseconds = 250)] public class Fast : SloProfile;
        """;
}
