namespace Reliability.EndToEnd.Tests;

/// <summary>Text that means something to every format on its way, from an attribute to what each format reads back.</summary>
public sealed class HostileTextTests(PackageFeed feed)
{
    private const string Hostile = "a\"b'c\\d{{ .Labels.x }}\n<script>alert(1)</script> $(x) `y` #: - | > % & ~ null";

    [Fact]
    public async Task It_passes_through_compiler_manifest_page_metrics_and_rules()
    {
        using var project = ConsumerProject.Service(feed);
        var literal = "\"" + Hostile.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
        project.Write("Hostile.cs",
            $$"""
            using Reliability;

            namespace Consumer;

            internal static partial class Hostile
            {
                [Slo(99.9, Name = {{literal}}, Runbook = {{literal}}), Owner({{literal}}, OnCall = {{literal}}, Chat = {{literal}})]
                internal static partial void Do();

                private static void DoCore()
                {
                }
            }
            """);
        project.Write("Program.cs", project.Read("Program.cs").Replace("Service(\"shop\"", $"Service({literal}", StringComparison.Ordinal));
        await project.BuildAsync();

        await CommandLine.MustRunAsync(feed.Tool, ["export", "prometheus", project.Assembly, "--output", "rules"], project.Directory);
        await CommandLine.MustRunAsync(feed.Tool, ["show", project.Assembly], project.Directory);

        await using var service = await project.RunAsync();
        var page = await service.Client.GetStringAsync(new Uri("reliability", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains(Hostile, System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        using var json = System.Text.Json.JsonDocument.Parse(await JsonAsync(service));
        var operation = json.RootElement.GetProperty("operations").EnumerateArray().Single(it => it.GetProperty("name").GetString() == Hostile);
        Assert.All(["service", "owner", "onCall", "chat", "runbook"], member => Assert.Equal(Hostile, operation.GetProperty(member).GetString()));

        Assert.SkipUnless(CommandLine.Exists("promtool"), "promtool is not installed: apt-get install prometheus");
        var rules = Assert.Single(Directory.GetFiles(Path.Combine(project.Directory, "rules")));
        await CommandLine.MustRunAsync("promtool", ["check", "rules", "--lint=all", "--lint-fatal", rules], project.Directory);
        await PrometheusAcceptsAsync(project, service);
    }

    private static async Task<string> JsonAsync(RunningService service)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("reliability", UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The scraped names are the ones that the rules select: a real server records something for the hostile operation.</summary>
    private static async Task PrometheusAcceptsAsync(ConsumerProject project, RunningService service)
    {
        await using var prometheus = await PrometheusServer.StartAsync(
            project.Directory, Path.Combine(project.Directory, "rules"), service.Client.BaseAddress!);
        var escaped = Hostile.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        for (var i = 0; i < 120; i++)
        {
            if (await prometheus.ValueAsync($"slo:error_ratio:ratio_rate5m{{slo=\"{escaped}\"}}") is { } errors)
            {
                Assert.Equal(0, errors);
                return;
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        Assert.Fail("Prometheus recorded nothing for the operation within a minute.");
    }
}
