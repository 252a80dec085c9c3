using CsCheck;
using Reliability.Artifacts.Grafana;
using Reliability.Artifacts.Tests.References;

namespace Reliability.Artifacts.Tests.Grafana;

public sealed class GrafanaSchemaTests
{
    [Fact]
    public void Grafana_understands_every_dashboard() =>
        Assert.All(GrafanaExporter.Export(Exports.Services, new()), file => Assert.Equal([], GrafanaSchema.Errors(file.Content)));

    [Fact]
    public void Grafana_understands_every_dashboard_whatever_the_names_hold() =>
        Samples.HostileManifest.Sample(
            manifest => Assert.All(GrafanaExporter.Export([manifest], new()), file => Assert.Equal([], GrafanaSchema.Errors(file.Content))), iter: 30);

    [Theory]
    [InlineData("\"schemaVersion\": 39", "\"schemaVersion\": \"39\"", "schemaVersion")]
    [InlineData("\"templating\": {", "\"templatings\": {", "templating")]
    [InlineData("\"gridPos\": {\n        \"h\": 4", "\"gridPos\": {\n        \"h\": \"4\"", "gridPos.h")]
    [InlineData("\"fieldConfig\"", "\"fieldsConfig\"", "fieldsConfig")]
    [InlineData("\"colorMode\": \"value\"", "\"colorMode\": \"values\"", "colorMode")]
    [InlineData("\"sortBy\": [", "\"sortedBy\": [", "sortedBy")]
    [InlineData("\"mode\": \"markdown\"", "\"mode\": \"text\"", "mode")]
    [InlineData("\"showPoints\": \"never\"", "\"showPoints\": false", "showPoints")]
    [InlineData("\"rowHeight\": 0.9", "\"rowHeight\": \"0.9\"", "rowHeight")]
    [InlineData("\"type\": \"stat\"", "\"type\": \"singlestat\"", "nobody knows this kind of panel")]
    public void A_fault_is_found(string right, string wrong, string finding)
    {
        var dashboard = GrafanaExporter.Export(Exports.Services, new())[0].Content;
        Assert.Contains(right, dashboard, StringComparison.Ordinal);
        Assert.Contains(GrafanaSchema.Errors(dashboard.Replace(right, wrong, StringComparison.Ordinal)), error => error.Contains(finding, StringComparison.Ordinal));
    }
}
