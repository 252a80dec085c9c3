using CsCheck;
using Reliability.Artifacts.OpenSlo;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.OpenSlo;

public sealed class OpenSloRoundTripTests
{
    [Fact]
    public void What_was_exported_comes_back_and_is_exported_again_byte_for_byte() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                foreach (var naming in Enum.GetValues<MetricNaming>())
                {
                    var exported = OpenSloSamples.Export(manifest, naming);

                    var imported = OpenSloReader.Read("a.yaml", exported.Content);

                    Assert.Equal([], imported.Remarks);
                    Assert.Equal(exported, OpenSloSamples.Export(Assert.Single(imported.Services), naming));
                }
            },
            iter: 300);

    [Fact]
    public void Nothing_that_the_model_knows_is_lost() =>
        Samples.HostileManifest.Sample(
            manifest =>
            {
                var imported = OpenSloReader.Read("a.yaml", OpenSloSamples.Export(manifest).Content);

                Assert.Equal(ManifestWriter.Write(OpenSloSamples.Sorted(manifest)), ManifestWriter.Write(Assert.Single(imported.Services)));
            },
            iter: 300);

    [Fact]
    public void Services_of_one_file_come_back_each_for_itself()
    {
        var basket = Samples.Checkout with { Service = new() { Name = "Basket of Ünïcode" } };
        var files = OpenSloExporter.Export([Samples.Checkout, basket], new());

        var imported = OpenSloReader.Read("all.yaml", string.Join("---\n", files.Select(file => file.Content)));

        Assert.Equal([basket, Samples.Checkout], imported.Services);
    }

    [Theory]
    [InlineData("target: 0.999", "target: 0.9")]
    [InlineData("duration: 30d", "duration: 7d")]
    public void What_somebody_changed_by_hand_is_kept_and_alerts_that_no_longer_follow_are_told(string was, string becomes)
    {
        var changed = OpenSloSamples.Export(Samples.Checkout).Content.Replace(was, becomes, StringComparison.Ordinal);

        var imported = OpenSloReader.Read("a.yaml", changed);

        Assert.Contains("the alert policies are not those that follow", Assert.Single(imported.Remarks).Text, StringComparison.Ordinal);
        Assert.NotEqual(Samples.Checkout, imported.Services[0]);
    }

    [Fact]
    public void Queries_that_were_changed_by_hand_are_told()
    {
        var changed = OpenSloSamples.Export(Samples.Checkout).Content.Replace("reliability_outcome=\"good\"", "reliability_outcome!=\"bad\"", StringComparison.Ordinal);

        var remark = Assert.Single(OpenSloReader.Read("a.yaml", changed).Remarks);

        Assert.Contains("the queries were changed by hand", remark.Text, StringComparison.Ordinal);
        Assert.Equal("      ratioMetric:", changed.Split('\n')[remark.Line - 2]);
    }
}
