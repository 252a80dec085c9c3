using System.Reflection;
using Reliability.Model;

namespace Reliability.Generators.Tests;

public class ManifestTests
{
    private const string Source = """
        [assembly: Service("shop", Tier = ServiceTier.Critical, System = "web")]
        [assembly: Owner("platform", Chat = "#platform")]

        static partial class Orders
        {
            [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 250, WindowDays = 7, Runbook = "docs/place.md", Exclude = [typeof(TimeoutException)])]
            [Owner("orders", OnCall = "pagerduty:P1")]
            public static partial void Place();
            private static void PlaceCore() { }

            [Slo(99.5)] public static partial void Cancel();
            private static void CancelCore() { }
        }
        """;

    [Fact]
    public void The_manifest_is_read_back_from_the_assembly() => Assert.Equal(
        """{"manifest":1,"operations":[{"function":"Orders.Cancel","layer":"method","name":"cancel","objectives":[{"target":99.5}],"owner":{"chat":"#platform","team":"platform"},"source":"src/File.cs:12","windowDays":30},{"exclude":["System.TimeoutException"],"function":"Orders.Place","layer":"method","name":"place","objectives":[{"target":99.9},{"target":99,"thresholdMilliseconds":250}],"owner":{"onCall":"pagerduty:P1","team":"orders"},"runbook":"docs/place.md","source":"src/File.cs:7","windowDays":7}],"owner":{"chat":"#platform","team":"platform"},"service":{"name":"shop","system":"web","tier":"critical"}}""",
        Manifest(Project.Of(Source) with { SourceRoot = "/repo" }));

    [Theory]
    [InlineData("/repo/")]
    [InlineData("/repo")]
    [InlineData("/repo\\")]
    public void A_source_is_relative_to_the_repository(string root) =>
        Assert.Contains("\"source\":\"src/File.cs:12\"", Manifest(Project.Of(Source) with { SourceRoot = root }), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/elsewhere")]
    [InlineData("/rep")]
    public void Outside_of_a_repository_there_is_no_source(string? root) =>
        Assert.DoesNotContain("\"source\"", Manifest(Project.Of(Source) with { SourceRoot = root }), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("/repo")]
    public void Nothing_tells_where_it_was_built(string? root) =>
        Assert.DoesNotContain("/repo", (Project.Of(Source) with { SourceRoot = root }).Generate().Text, StringComparison.Ordinal);

    [Fact]
    public void A_service_without_operations_has_a_manifest() => Assert.Equal(
        """{"manifest":1,"operations":[],"service":{"name":"shop"}}""",
        Manifest(Project.Of("[assembly: Service(\"shop\")]")));

    [Fact]
    public void A_project_that_declares_nothing_has_nothing_emitted() => Assert.Empty(Project.Of("class C;").Generate().Files);

    [Fact]
    public void A_service_is_named_after_its_assembly() => Assert.Contains(
        "\"service\":{\"name\":\"shop-checkout\"}",
        Manifest(Project.Of("static partial class C { [Slo(99)] public static partial void M(); static void MCore() { } }") with { Name = "Shop.Checkout" }),
        StringComparison.Ordinal);

    [Fact]
    public void Operations_that_share_a_name_are_both_left_out() => Assert.Equal(
        """{"manifest":1,"operations":[],"service":{"name":"shop"}}""",
        Manifest(Project.Of("""
            [assembly: Service("shop")]
            static partial class C
            {
                [Slo(99, Name = "one")] public static partial void A(); static void ACore() { }
                [Slo(98, Name = "one")] public static partial void B(); static void BCore() { }
            }
            """)));

    [Theory]
    [InlineData("PlaceOrderAsync", "place-order")]
    [InlineData("Async", "async")]
    [InlineData("__", "__")]
    public void An_operation_is_named_after_its_method(string method, string name) => Assert.Contains(
        $"\"name\":\"{name}\"",
        Manifest(Project.Of($"static partial class C {{ [Slo(99)] public static partial void {method}(); static void {method}Core() {{ }} }}")),
        StringComparison.Ordinal);

    [Fact]
    public void Two_promises_for_one_method_are_both_left_out() => Assert.Equal(
        """{"manifest":1,"operations":[],"service":{"name":"shop"}}""",
        Manifest(Project.Of("""
            [assembly: Service("shop")]
            [Availability(99)] class Profile : SloProfile;
            static partial class C
            {
                [Slo(99, Name = "a"), Slo<Profile>(Name = "b")] public static partial void M(); static void MCore() { }
            }
            """)));

    [Fact]
    public void A_derived_profile_restates_the_latency_of_its_base() => Assert.Contains(
        "\"objectives\":[{\"target\":50,\"thresholdMilliseconds\":100},{\"target\":99.5,\"thresholdMilliseconds\":300}]",
        Manifest(Project.Of("""
            [Latency(50, Milliseconds = 100), Latency(99, Milliseconds = 300)] class House : SloProfile;
            [Latency(99.5, Milliseconds = 300)] class Strict : House;
            static partial class C { [Slo<Strict>] public static partial void M(); static void MCore() { } }
            """)),
        StringComparison.Ordinal);

    [Fact]
    public void Operations_are_sorted_by_name() => Assert.Matches(
        "\"name\":\"a\".*\"name\":\"b\".*\"name\":\"c\"",
        Manifest(Project.Of("""
            static partial class C
            {
                [Slo(99, Name = "c")] public static partial void X(); static void XCore() { }
                [Slo(99, Name = "a")] public static partial void Z(); static void ZCore() { }
                [Slo(99, Name = "b")] public static partial void Y(); static void YCore() { }
            }
            """)));

    private static string? Manifest(Project project) => Loaded.From(project).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == Telemetry.ManifestKey).Value;
}
