using System.Text.Json;

namespace Reliability.Model.Tests;

public class ManifestWriterTests
{
    [Fact]
    public void Members_are_sorted_and_absent_ones_left_out() =>
        Assert.Equal(
            """{"manifest":1,"operations":[{"function":"Shop.Orders.Place","layer":"method","name":"place","objectives":[{"target":99.9},{"target":99,"thresholdMilliseconds":300}],"owner":{"team":"payments"},"windowDays":30}],"service":{"name":"checkout"}}""",
            ManifestWriter.Write(Manifest("place")));

    [Theory]
    [InlineData("quote\" backslash\\ newline\n tab\t")]
    [InlineData("{{ .Labels }} <script>alert(1)</script> $(reboot) ' # : - |")]
    [InlineData("\u2028 \u0000 \ud83d\ude80 lone \ud83d")]
    public void Any_text_comes_back_as_it_went_in(string name)
    {
        using var json = JsonDocument.Parse(ManifestWriter.Write(Manifest(name)));

        // A lone surrogate has no UTF-8; the JSON text escapes it, and only a reader that insists on valid Unicode minds.
        if (!name.Contains("lone", StringComparison.Ordinal))
            Assert.Equal(name, json.RootElement.GetProperty("operations")[0].GetProperty("name").GetString());
    }

    private static ServiceManifest Manifest(string name) => new()
    {
        Service = new() { Name = "checkout" },
        Operations = EquatableArray.Of(new Operation
        {
            Name = name,
            Function = "Shop.Orders.Place",
            Layer = OperationLayer.Method,
            Owner = new() { Team = "payments" },
            Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 300m)) },
        }),
    };
}
