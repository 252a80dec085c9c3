using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CsCheck;
using k8s;
using k8s.Models;
using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Tests.Prometheus;
using Reliability.Model;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Reliability.Artifacts.Tests.Kubernetes;

/// <summary>The first judge of the operator's resource: the client of the Kubernetes project, which takes no member that it does not know.
/// The second is <see cref="PrometheusRuleModelTests"/>, which knows nothing of the first.</summary>
public sealed partial class PrometheusRuleTests
{
    [Fact]
    public void The_client_takes_the_rules_whatever_the_names_hold() =>
        RuleCorpus.Service.Sample(
            service => Assert.NotEmpty(Strict(Export(service))), iter: 50);

    [Fact]
    public void The_rules_are_those_of_the_rule_file() =>
        RuleCorpus.Service.Sample(
            service =>
            {
                var inCluster = Strict(Export(service)).SelectMany(rules => rules.Spec.Groups).ToList();
                var file = new DeserializerBuilder().WithNamingConvention(YamlDotNet.Serialization.NamingConventions.CamelCaseNamingConvention.Instance)
                    .Build().Deserialize<RuleSpec>(Samples.Rules(service).Content);
                Assert.Equal(JsonSerializer.Serialize(file.Groups), JsonSerializer.Serialize(inCluster));
            },
            iter: 50);

    [Fact]
    public void An_object_has_a_name_that_the_cluster_takes() =>
        Samples.HostileText.Sample(
            text => Assert.Matches(Rfc1123(), Assert.Single(Strict(Export(Named(text)))).Metadata.Name), iter: 300);

    [Theory]
    [InlineData("Checkout", "checkout")]
    [InlineData("check out", "check-out")]
    [InlineData("日本", "東京")]
    public void Services_never_share_an_object(string one, string other) => Assert.NotEqual(
        Strict(Export(Named(one)))[0].Metadata.Name, Strict(Export(Named(other)))[0].Metadata.Name);

    [Fact]
    public void An_ordinary_name_stays_as_it_is() => Assert.Equal("checkout-slo", Strict(Export(Samples.Checkout))[0].Metadata.Name);

    [Fact]
    public void Labels_for_the_selector_of_Prometheus_are_on_the_object()
    {
        var options = new ExportOptions { RuleLabels = new Dictionary<string, string> { ["role"] = "1", ["acme.io/release"] = "kube-prometheus-stack" } };
        var yaml = PrometheusRuleExporter.Export([Samples.Checkout], options)[0].Content;

        Assert.Equal(options.RuleLabels.OrderBy(label => label.Key), Strict(yaml)[0].Metadata.Labels.OrderBy(label => label.Key));
    }

    [Theory]
    [InlineData("release", "kube prometheus")]
    [InlineData("a/b/c", "x")]
    [InlineData("", "x")]
    [InlineData("release", "-x")]
    [InlineData("Acme.io/release", "x")]
    public void A_label_that_the_cluster_would_refuse_is_refused_here(string name, string value) => Assert.Throws<ArgumentException>(
        () => PrometheusRuleExporter.Export([Samples.Checkout], new() { RuleLabels = new Dictionary<string, string> { [name] = value } }));

    [Fact]
    public void More_rules_than_the_operator_takes_at_once_are_several_objects()
    {
        var many = Samples.Checkout with
        {
            Operations = Enumerable.Range(0, 60).Select(i => Samples.PlaceOrder with { Name = $"operation-{i:d2}" }).ToEquatableArray(),
        };
        var yaml = Export(many);
        var objects = Strict(yaml);

        Assert.True(objects.Count > 1);
        Assert.Equal(objects.Count, objects.DistinctBy(rules => rules.Metadata.Name).Count());
        Assert.All(Documents().Split(yaml), document => Assert.InRange(document.Length, 1, 512 * 1024));
        Assert.Equal(61, objects.Sum(rules => rules.Spec.Groups.Count));
    }

    [Theory]
    [InlineData("  - name:", "  - nmae:")]
    [InlineData("    - record:", "    - recrod:")]
    [InlineData("      annotations:", "      annotation:")]
    [InlineData("spec:", "specs:")]
    public void The_client_takes_no_member_that_it_does_not_know(string right, string wrong) =>
        Assert.ThrowsAny<YamlException>(() => Strict(Faulty(right, wrong)));

    internal static string Faulty(string right, string wrong)
    {
        var yaml = Export(Samples.Checkout);
        var faulty = yaml.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(yaml, faulty);
        return faulty;
    }

    private static ServiceManifest Named(string name) => Samples.Checkout with { Service = Samples.Checkout.Service with { Name = name } };

    internal static string Export(ServiceManifest service) => PrometheusRuleExporter.Export([service], new())[0].Content;

    private static List<PrometheusRule> Strict(string yaml) =>
        [.. KubernetesYaml.LoadAllFromString(yaml, new Dictionary<string, Type> { ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule) }, strict: true).Cast<PrometheusRule>()];

    [GeneratedRegex(@"^---\n", RegexOptions.Multiline)]
    internal static partial Regex Documents();

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Rfc1123();

    /// <summary>The resource as the operator's documentation has it.</summary>
    public sealed class PrometheusRule : IKubernetesObject<V1ObjectMeta>
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public V1ObjectMeta Metadata { get; set; } = new();

        public RuleSpec Spec { get; set; } = new();
    }

    public sealed class RuleSpec
    {
        public List<Group> Groups { get; set; } = [];
    }

    public sealed class Group
    {
        public string Name { get; set; } = "";

        public List<Rule> Rules { get; set; } = [];
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed class Rule
    {
        public string? Record { get; set; }

        public string? Alert { get; set; }

        public string Expr { get; set; } = "";

        public string? For { get; set; }

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
