using CsCheck;
using Reliability.Model;

namespace Reliability.Artifacts.Tests;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_the_compiler_wrote_is_read_back_whatever_the_names_hold() =>
        Samples.HostileManifest.Sample(
            manifest => Assert.Equal(manifest, ManifestReader.Read(TestAssembly.WithManifest(_directory, "hostile.dll", manifest))),
            iter: 300, threads: 1);

    [Fact]
    public void Other_metadata_of_the_assembly_is_not_taken_for_a_manifest()
    {
        var assembly = TestAssembly.WithMetadata(
            _directory, "shop.dll", ("RepositoryUrl", "https://example"), (Telemetry.ManifestKey, ManifestWriter.Write(Samples.Checkout)));

        Assert.Equal(Samples.Checkout, ManifestReader.Read(assembly));
    }

    [Fact]
    public void A_missing_file_is_said_to_be_missing() => Fails(ManifestProblem.Unreadable, _directory.File("none.dll"), "there is no such file");

    [Fact]
    public void A_directory_is_not_taken_for_an_assembly() => Fails(ManifestProblem.Unreadable, _directory.Path, "cannot be read");

    [Theory]
    [InlineData("")]
    [InlineData("MZ, and then nothing that makes sense")]
    public void What_is_not_an_assembly_is_said_not_to_be_one(string content) =>
        Fails(ManifestProblem.NotAnAssembly, _directory.Write("native.dll", content), "not a .NET assembly");

    [Fact]
    public void An_assembly_without_a_manifest_is_told_apart_from_a_broken_one() =>
        Fails(ManifestProblem.NoManifest, TestAssembly.WithMetadata(_directory, "plain.dll"), "holds no reliability manifest");

    [Fact]
    public void Two_manifests_in_one_assembly_are_one_too_many()
    {
        var manifest = (Telemetry.ManifestKey, ManifestWriter.Write(Samples.Checkout));
        Fails(ManifestProblem.Invalid, TestAssembly.WithMetadata(_directory, "twice.dll", manifest, manifest), "2 reliability manifests");
    }

    [Theory]
    [InlineData("\"manifest\":1", "\"manifest\":2", "$.manifest: the format has version 2, and this tool reads version 1")]
    [InlineData("\"manifest\":1,", "", "$: the member 'manifest' is missing")]
    [InlineData("\"manifest\":1", "\"manifest\":1.5", "$.manifest: it must be a whole number")]
    [InlineData(",\"windowDays\":30", "", "$.operations[0]: the member 'windowDays' is missing")]
    [InlineData("\"windowDays\":30", "\"windowDays\":91", "$.operations[0].windowDays: a window has 1 to 90 days (found 91)")]
    [InlineData("\"windowDays\":30", "\"windowDays\":0", "$.operations[0].windowDays: a window has 1 to 90 days (found 0)")]
    [InlineData("\"target\":99.9", "\"target\":100", "$.operations[0].objectives[0].target: a target is above 0 % and below 100 % (found 100)")]
    [InlineData("\"target\":99.9", "\"target\":1e300", "$.operations[0].objectives[0].target: the number is out of range")]
    [InlineData("\"target\":99.9", "\"target\":\"99.9\"", "$.operations[0].objectives[0].target: it must be a number")]
    [InlineData("\"target\":99.9", "\"target\":99.9,\"thresholdMilliseconds\":0", "$.operations[0].objectives[0].thresholdMilliseconds: a latency")]
    [InlineData("{\"target\":99.9}", "", "$.operations[0].objectives: an operation without an objective")]
    [InlineData("{\"target\":99.9}", "{\"target\":99.9},{\"target\":99}", "$.operations[0].objectives: the objective 'availability' is there twice")]
    [InlineData("\"layer\":\"method\"", "\"layer\":\"moon\"", "$.operations[0].layer: it must be one of endpoint, method, filter, decorator, explicit, metric (found \"moon\")")]
    [InlineData("\"tier\":\"critical\"", "\"tier\":\"utmost\"", "$.service.tier: it must be one of low, medium, high, critical")]
    [InlineData("\"name\":\"checkout\"", "\"name\":\"\"", "$.service.name: a text is not empty")]
    [InlineData("\"name\":\"checkout\"", "\"name\":\"\\ud83d\"", "$.service.name: half of a surrogate pair")]
    [InlineData("\"name\":\"checkout\"", "\"nom\\u001b\":\"checkout\"", "$.service: the member 'nom\\u001b' is unknown")]
    [InlineData("\"service\":{", "\"service\":[],\"x\":{", "$: the member 'x' is unknown")]
    [InlineData("\"manifest\":1", "\"manifest\":1,\"manifest\":1", "$: it is not JSON as the compiler writes it")]
    [InlineData("}", "", "$: it is not JSON as the compiler writes it")]
    public void What_no_compiler_would_write_is_refused_at_its_place(string written, string found, string message)
    {
        var json = ManifestWriter.Write(Samples.Checkout);
        Assert.Contains(written, json, StringComparison.Ordinal);

        var assembly = TestAssembly.WithMetadata(
            _directory, "odd.dll", (Telemetry.ManifestKey, json.Replace(written, found, StringComparison.Ordinal)));

        Fails(ManifestProblem.Invalid, assembly, "invalid at " + message);
    }

    [Theory]
    [InlineData("\"eventsPerHour\":40", "\"eventsPerHour\":0", "$.operations[0].eventsPerHour: the events of an hour are above 0 (found 0)")]
    [InlineData("\"layer\":\"metric\"", "\"layer\":\"method\",\"function\":\"f\"", "$.operations[0].metric: an operation of the layer method has no metric of somebody else")]
    [InlineData("\"layer\":\"metric\"", "\"layer\":\"method\"", "$.operations[0]: the member 'function' is missing")]
    [InlineData("\"metric\":", "\"meter\":", "$.operations[0]: the member 'meter' is unknown")]
    [InlineData("\"name\":\"http.server.request.duration\"", "\"name\":\"\"", "$.operations[0].metric.name: a text is not empty")]
    [InlineData("\"kind\":\"histogram\"", "\"kind\":\"gauge\"", "$.operations[0].metric.kind: it must be one of counter, histogram (found \"gauge\")")]
    [InlineData("\"kind\":\"histogram\"", "\"kind\":\"counter\"", "$.operations[0].metric: an objective about latency needs a histogram in a unit of time")]
    [InlineData("\"unit\":\"s\"", "\"unit\":\"By\"", "$.operations[0].metric: an objective about latency needs a histogram in a unit of time")]
    [InlineData("\"operator\":\"=~\"", "\"operator\":\"~\"", "$.operations[0].metric.bad[0].operator: it must be one of =, !=, =~, !~ (found \"~\")")]
    [InlineData("\"value\":\"5..\"", "\"value\":\"(5\"", "$.operations[0].metric.bad[0].value: Prometheus cannot read the regular expression (found \"(5\")")]
    [InlineData("\"value\":\"5..\"", "\"value\":\"\\ud83d\"", "$.operations[0].metric.bad[0].value: half of a surrogate pair")]
    [InlineData("\"label\":\"http.route\"", "\"label\":\"\"", "$.operations[0].metric.where[0].label: a text is not empty")]
    [InlineData("\"bad\":[", "\"otherGood\":\"x\",\"bad\":[", "$.operations[0].metric: one of bad, good, otherBad, otherGood tells good events from bad ones")]
    [InlineData("\"bad\":[", "\"bads\":[", "$.operations[0].metric: the member 'bads' is unknown")]
    [InlineData("\"bad\":[{\"label\":\"http.response.status_code\",\"operator\":\"=~\",\"value\":\"5..\"}],", "", "$.operations[0].metric: one of bad, good, otherBad, otherGood tells")]
    [InlineData("\"bad\":[{\"label\":\"http.response.status_code\",\"operator\":\"=~\",\"value\":\"5..\"}]", "\"bad\":[]", "$.operations[0].metric.bad: it selects nothing")]
    [InlineData("\"bad\":[{\"label\":\"http.response.status_code\",\"operator\":\"=~\",\"value\":\"5..\"}]", "\"otherBad\":\"failures\"", "$.operations[0].metric: another counter does not tell which events were fast")]
    [InlineData("\"buckets\":[0.1,0.25,1]", "\"buckets\":[0.1,0.1]", "$.operations[0].metric.buckets: the bounds of buckets ascend")]
    [InlineData("\"buckets\":[0.1,0.25,1]", "\"buckets\":[]", "$.operations[0].metric.buckets: the bounds of buckets ascend")]
    public void A_metric_that_nobody_could_ask_for_is_refused_at_its_place(string written, string found, string message)
    {
        var json = ManifestWriter.Write(Samples.Checkout with { Operations = EquatableArray.Of(Samples.CheckoutEdge) });
        Assert.Contains(written, json, StringComparison.Ordinal);

        var assembly = TestAssembly.WithMetadata(
            _directory, "odd.dll", (Telemetry.ManifestKey, json.Replace(written, found, StringComparison.Ordinal)));

        Fails(ManifestProblem.Invalid, assembly, "invalid at " + message);
    }

    [Fact]
    public void The_same_operation_twice_is_refused()
    {
        var twice = Samples.Checkout with { Operations = EquatableArray.Of(Samples.PlaceOrder, Samples.PlaceOrder) };
        Fails(ManifestProblem.Invalid, TestAssembly.WithManifest(_directory, "twice.dll", twice), "the operation 'place-order' is there twice");
    }

    private static void Fails(ManifestProblem problem, string assembly, string message)
    {
        var exception = Assert.Throws<ManifestException>(() => ManifestReader.Read(assembly));
        Assert.Equal(problem, exception.Problem);
        Assert.StartsWith(assembly + ": ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
