using CsCheck;
using Microsoft.CodeAnalysis;
using Reliability.Artifacts;
using Reliability.Artifacts.CSharp;
using Reliability.Artifacts.OpenSlo;
using Reliability.Artifacts.Sloth;
using Reliability.Artifacts.Tests;
using Reliability.Model;

namespace Reliability.Generators.Tests;

/// <summary>What is imported is C# that compiles and says the same: the compiler's own manifest of it is compared with what was
/// read.</summary>
public sealed class ImportedCodeTests
{
    private const string Sloth = """
        version: prometheus/v1
        service: basket
        labels: {owner: "the \"web\" team\\"}
        slos:
          - name: add-available
            objective: 99.95
            sli:
              events:
                error_query: sum(rate(basket_adds_total{job="basket",code=~"5..",path!="a\"b\\c"}[{{.window}}]))
                total_query: sum(rate(basket_adds_total{job="basket",path!="a\"b\\c"}[{{.window}}]))
            alerting: {annotations: {runbook: "https://wiki.example/\u202e\n/x"}}
          - name: add-fast
            objective: 99
            sli:
              events:
                error_query: |
                  sum(rate(http_server_request_duration_seconds_count{http_route="/add"}[{{.window}}]))
                  - sum(rate(http_server_request_duration_seconds_bucket{http_route="/add",le="0.25"}[{{.window}}]))
                total_query: sum(rate(http_server_request_duration_seconds_count{http_route="/add"}[{{.window}}]))
          - name: orders
            objective: 99.95
            sli:
              events:
                error_query: sum(rate(order_errors_total[{{.window}}]))
                total_query: sum(rate(orders_total[{{.window}}]))
        """;

    [Fact]
    public void Metrics_of_others_become_attributes_from_which_the_compiler_reads_the_same()
    {
        var imported = Assert.Single(SlothReader.Read("a.yml", Sloth).Services);

        var compiled = Compile(CSharpWriter.Write(imported, "a.yml"));

        Assert.Equal(Comparable(imported), Comparable(compiled));
    }

    [Fact]
    public void Equal_levels_are_one_profile()
    {
        var text = CSharpWriter.Write(SlothReader.Read("a.yml", Sloth).Services[0], "a.yml");

        Assert.Equal(2, text.Split(" : SloProfile;").Length - 1);
        Assert.Equal(2, text.Split("MetricSlo<Available99_95>").Length - 1);
    }

    [Fact]
    public void Attributes_for_code_that_nobody_knows_compile_where_they_are_put()
    {
        var text = CSharpWriter.Write(s_shop, "shop.yaml");
        var hints = text.Split('\n').Where(line => line.StartsWith("// [", StringComparison.Ordinal)).Select(line => line[3..]).ToList();
        Assert.Equal(3, hints.Count);

        var compiled = Compile(text, $$"""
            using Reliability;
            internal static partial class Shop
            {
                {{hints[0]}} public static partial void A();
                private static void ACore() { }

                {{hints[1]}} {{hints[2]}} public static partial void B();
                private static void BCore() { }
            }
            """);

        Assert.Equal(Comparable(s_shop), Comparable(compiled));
    }

    [Fact]
    public void Whatever_things_are_called_the_text_compiles() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                // The label of a metric is a name, which the reader of attributes insists on; everything else may be anything.
                var text = CSharpWriter.Write(manifest, "\n#error\n\u2028#error");

                Assert.Empty(new Project { Files = [("/a.cs", text)] }.Compile().GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));
            },
            iter: 200, threads: 1);

    [Fact]
    public void What_was_exported_to_OpenSLO_comes_back_as_the_same_promises()
    {
        var file = Assert.Single(OpenSloExporter.Export([s_metrics], new()));

        var compiled = Compile(CSharpWriter.Write(Assert.Single(OpenSloReader.Read(file.Name, file.Content).Services), file.Name));

        Assert.Equal(Comparable(s_metrics), Comparable(compiled));
    }

    private static readonly Ownership s_owner = new() { Team = "web", OnCall = "pagerduty:P1", Chat = "#web" };

    private static readonly ServiceManifest s_shop = new()
    {
        Service = new() { Name = "shop", Tier = "high", System = "retail" },
        Owner = s_owner,
        Operations = EquatableArray.Of(
            new Operation
            {
                Name = "a \"quoted\" name",
                Function = "Shop.A",
                Layer = OperationLayer.Method,
                Owner = s_owner,
                Level = new()
                {
                    Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 2.5m)),
                    WindowDays = 7, Runbook = "docs/a.md", EventsPerHour = 12.5m, ExcludedExceptions = EquatableArray.Of("System.TimeoutException"),
                },
            },
            new Operation
            {
                Name = "b",
                Function = "Shop.B",
                Layer = OperationLayer.Method,
                Owner = new() { Team = "back" },
                Level = new() { Objectives = EquatableArray.Of(Objective.Latency(95m, 1000m)) },
            }),
    };

    private static readonly ServiceManifest s_metrics = s_shop with
    {
        Operations = EquatableArray.Of(Samples.CheckoutEdge with { Owner = s_owner }),
    };

    private static ServiceManifest Compile(params string[] files)
    {
        var project = new Project { Files = [.. files.Select((text, index) => ($"/{index}.cs", text))] };
        var generated = project.Generate();
        Assert.Empty(generated.Complaints);
        using var image = new MemoryStream();
        Assert.True(generated.Output.Emit(image).Success);
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory.File("a.dll"), image.ToArray());
        return ManifestReader.Read(directory.File("a.dll"));
    }

    /// <summary>Without what only code knows, and with names of labels as Prometheus has them.</summary>
    private static string Comparable(ServiceManifest manifest) => ManifestWriter.Write(manifest with
    {
        Operations = manifest.Operations.Select(operation => operation with
        {
            Function = null, Source = null, Layer = OperationLayer.Explicit, Owner = operation.Owner ?? manifest.Owner,
            Metric = operation.Metric is { } metric ? metric with { Buckets = default } : null,
        }).ToEquatableArray(),
    });
}
