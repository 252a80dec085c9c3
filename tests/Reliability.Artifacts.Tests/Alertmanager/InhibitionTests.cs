using System.Text.Json;
using Reliability.Artifacts.Alertmanager;
using Reliability.Artifacts.Tests.References;

namespace Reliability.Artifacts.Tests.Alertmanager;

/// <summary>Which alerts a real Alertmanager keeps to itself.</summary>
public sealed class InhibitionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public Task The_fastest_page_of_a_budget_is_all_that_is_sent_about_it() => Inhibits(
        ("SloErrorBudgetBurn page checkout place-order availability 1h", false),
        ("SloErrorBudgetBurn page checkout place-order availability 6h", true),
        ("SloErrorBudgetBurn ticket checkout place-order availability 3d", true),
        ("SloErrorBudgetExhausted ticket checkout place-order availability", true),
        ("SloErrorBudgetBurn ticket checkout place-order latency-300ms 1d", false),
        ("SloErrorBudgetBurn ticket checkout place-order latency-300ms 3d", true),
        ("SloErrorBudgetExhausted ticket checkout place-order latency-300ms", false),
        ("SloErrorBudgetBurn page search query availability 6h", false));

    [Fact]
    public Task A_service_that_is_gone_says_it_once() => Inhibits(
        ("SloServiceAbsent page checkout", false),
        ("SloErrorBudgetBurn page checkout place-order availability 1h", true),
        ("SloEventsAbsent ticket checkout place-order availability", true),
        ("SloErrorBudgetExhausted ticket checkout assess-risk availability", false),
        ("SloEventsAbsent ticket search query availability", false));

    [Fact]
    public Task What_wakes_somebody_is_not_hidden_behind_what_does_not() => Inhibits(
        ("SloServiceAbsent ticket search", false),
        ("SloErrorBudgetBurn page search query availability 1h", false),
        ("SloErrorBudgetBurn ticket search query availability 3d", true),
        ("SloEventsAbsent ticket search query availability", true),
        ("NodeDown ticket search", false));

    private async Task Inhibits(params (string Alert, bool Inhibited)[] alerts)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var server = await AlertmanagerServer.Start(_directory, AlertmanagerExporter.Export(Exports.Services, new())[0].Content, cancellationToken);
        await server.Fire(alerts.Select(alert => Labels(alert.Alert)), cancellationToken);

        // It takes in what fires in the background.
        var expected = alerts.ToDictionary(alert => alert.Alert, alert => alert.Inhibited);
        var found = new Dictionary<string, bool>();
        for (var i = 0; i < 50 && !Same(found, expected); i++)
        {
            await Task.Delay(100, cancellationToken);
            found = await server.Inhibited(Name, cancellationToken);
        }

        Assert.Equal(expected.OrderBy(alert => alert.Key, StringComparer.Ordinal), found.OrderBy(alert => alert.Key, StringComparer.Ordinal));
    }

    private static readonly string[] s_labels = ["alertname", "severity", "service", "slo", "objective", "long"];

    private static Dictionary<string, string> Labels(string alert) => s_labels.Zip(alert.Split(' ')).ToDictionary(label => label.First, label => label.Second);

    private static string Name(JsonElement labels) => string.Join(' ', s_labels
        .Select(label => labels.TryGetProperty(label, out var value) ? value.GetString() : null).OfType<string>());

    private static bool Same(Dictionary<string, bool> one, Dictionary<string, bool> other) =>
        one.Count == other.Count && other.All(alert => one.TryGetValue(alert.Key, out var inhibited) && inhibited == alert.Value);
}
