using System.Reflection;
using Reliability.Model;

namespace Reliability.Generators.Tests;

/// <summary>What <c>[MetricSlo]</c> becomes: a part of the manifest, and nothing that runs.</summary>
public class MetricTests
{
    private const string Edge = """
        [assembly: Service("shop")]
        [assembly: Owner("payments", Chat = "#payments")]
        [assembly: MetricSlo("checkout-edge", 99.9, Metric = "http.server.request.duration",
            Where = new[] { "http.route=/orders", "http.request.method = POST" }, Bad = ["http.response.status_code=~5.."],
            LatencyTarget = 99, LatencyMilliseconds = 250, WindowDays = 28, Runbook = "docs/edge.md", EventsPerHour = 40)]
        """;

    [Fact]
    public void The_manifest_holds_what_is_declared_and_what_is_known() => Assert.Equal(
        """{"manifest":1,"operations":[{"eventsPerHour":40,"layer":"metric","metric":{"bad":[{"label":"http.response.status_code","operator":"=~","value":"5.."}],"buckets":[0.005,0.01,0.025,0.05,0.075,0.1,0.25,0.5,0.75,1,2.5,5,7.5,10],"kind":"histogram","name":"http.server.request.duration","unit":"s","where":[{"label":"http.route","operator":"=","value":"/orders"},{"label":"http.request.method","operator":"=","value":"POST"}]},"name":"checkout-edge","objectives":[{"target":99.9},{"target":99,"thresholdMilliseconds":250}],"owner":{"chat":"#payments","team":"payments"},"runbook":"docs/edge.md","source":"src/File.cs:4","windowDays":28}],"owner":{"chat":"#payments","team":"payments"},"service":{"name":"shop"}}""",
        Manifest(Project.Of(Edge) with { SourceRoot = "/repo" }));

    [Fact]
    public void A_profile_says_the_same() => Assert.Contains(
        """
        "name":"edge","objectives":[{"target":99.9},{"target":99,"thresholdMilliseconds":250}],"windowDays":7
        """,
        Manifest(Project.Of("""
            [assembly: MetricSlo<CustomerFacing>("edge", Metric = "http.server.request.duration", GoodMetric = null, Bad = ["http.response.status_code=~5.."])]
            [Availability(99.9), Latency(99, Milliseconds = 250), Window(Days = 7)] class CustomerFacing : SloProfile;
            """)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Metric = \"jobs\", Kind = InstrumentKind.Counter, Unit = \"{job}\", GoodMetric = \"jobs.done\"", """{"kind":"counter","name":"jobs","otherGood":"jobs.done","unit":"{job}"}""")]
    [InlineData("Metric = \"jobs\", Kind = InstrumentKind.Counter, BadMetric = \"jobs.failed\", Where = new[] { \"queue!~a|b\" }", """{"kind":"counter","name":"jobs","otherBad":"jobs.failed","where":[{"label":"queue","operator":"!~","value":"a|b"}]}""")]
    [InlineData("Metric = \"jobs\", Kind = InstrumentKind.Histogram, Unit = \"ms\", Buckets = new double[] { 1, 2.5 }, Good = new[] { \"error.type=\" }", """{"buckets":[1,2.5],"good":[{"label":"error.type","operator":"=","value":""}],"kind":"histogram","name":"jobs","unit":"ms"}""")]
    [InlineData("Metric = \"http.server.request.duration\", Kind = InstrumentKind.Counter, Bad = new[] { \"a!=b\" }", """{"bad":[{"label":"a","operator":"!=","value":"b"}],"kind":"counter","name":"http.server.request.duration"}""")]
    [InlineData("Metric = \"rpc.server.duration\", Unit = \"s\", Bad = new[] { \"a!=b\" }", """{"bad":[{"label":"a","operator":"!=","value":"b"}],"kind":"histogram","name":"rpc.server.duration","unit":"s"}""")]
    public void A_metric_is_what_is_said_and_else_what_is_known(string arguments, string metric) => Assert.Contains(
        "\"metric\":" + metric + ",", Manifest(Project.Of($"[assembly: MetricSlo(\"x\", 99, {arguments})]")), StringComparison.Ordinal);

    [Fact]
    public void Nothing_runs_for_it() => Assert.Equal(["Reliability.Manifest.g.cs"], Project.Of(Edge).Generate().Files.Keys);

    [Fact]
    public void Beside_others_it_has_no_site()
    {
        var project = Project.Of(Edge + "static partial class C { [Slo(99)] public static partial void Run(); static void RunCore() { } }");
        Assert.Empty(project.Generate().Complaints);
        Assert.DoesNotContain("CheckoutEdge", project.Generate().Text, StringComparison.Ordinal);
        Assert.Equal("run", Loaded.From(project).Site("Run").Operation.Name);
        Assert.Contains("checkout-edge", Manifest(project), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_runtime_it_is_in_the_manifest_too() =>
        Assert.Contains("checkout-edge", Project.Of(Edge).WithoutRuntime().Generate().Text, StringComparison.Ordinal);

    [Fact]
    public void One_name_for_a_metric_and_a_method_keeps_neither()
    {
        var text = Project.Of(Edge + "static partial class C { [Slo(99, Name = \"checkout_edge\")] public static partial void Run(); static void RunCore() { } }").Generate().Text;
        Assert.DoesNotContain("checkout_edge", text, StringComparison.Ordinal);
        Assert.DoesNotContain("checkout-edge", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bad = new[] { \"a==b\" }, Metric = \"http.server.request.duration\"")]
    [InlineData("Bad = new[] { \"a=~(\" }, Metric = \"http.server.request.duration\"")]
    [InlineData("Metric = \"http.server.request.duration\"")]
    [InlineData("Bad = new[] { \"a=b\" }")]
    [InlineData("Bad = new[] { \"a=b\" }, Metric = \"jobs\"")]
    [InlineData("Bad = new[] { \"a=b\" }, Metric = \"http.server.request.duration\", EventsPerHour = 0")]
    [InlineData("Bad = new[] { \"a=b\" }, Metric = \"http.server.request.duration\", WindowDays = 91")]
    public void What_cannot_be_meant_is_left_out(string arguments) =>
        Assert.Empty(Project.Of($"[assembly: MetricSlo(\"x\", 99, {arguments})]").Generate().Files);

    [Fact]
    public void Several_in_several_files_are_sorted_by_name()
    {
        const string Metric = "Metric = \"http.server.request.duration\", Bad = new[] { \"a=b\" }";
        var project = new Project()
            .With("/repo/b.cs", $"using Reliability; [assembly: MetricSlo(\"c\", 99, {Metric})] [assembly: MetricSlo(\"a\", 99, {Metric})]")
            .With("/repo/a.cs", $"using Reliability; [assembly: MetricSlo<P>(\"d\", {Metric}), MetricSlo(\"b\", 99, {Metric})] [Availability(99)] class P : SloProfile;");
        var names = ServiceNames(Manifest(project));
        Assert.Equal(["a", "b", "c", "d"], names);
        Assert.Equal(names, ServiceNames(Manifest(project with { Files = [.. project.Files.Reverse()] })));
    }

    [Fact]
    public void The_traffic_of_an_slo_is_in_the_manifest() => Assert.Contains(
        "\"eventsPerHour\":0.1,",
        Manifest(Project.Of("static partial class C { [Slo(99, EventsPerHour = 0.1)] public static partial void Run(); static void RunCore() { } }")),
        StringComparison.Ordinal);

    private static IEnumerable<string?> ServiceNames(string? manifest)
    {
        using var json = System.Text.Json.JsonDocument.Parse(manifest!);
        return [.. json.RootElement.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("name").GetString())];
    }

    private static string? Manifest(Project project) => Loaded.From(project).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == Telemetry.ManifestKey).Value;
}
