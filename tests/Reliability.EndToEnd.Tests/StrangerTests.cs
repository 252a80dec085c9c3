using System.Net;

namespace Reliability.EndToEnd.Tests;

/// <summary>What somebody sees who knows nothing but the name of the package.</summary>
public sealed class StrangerTests(PackageFeed feed)
{
    [Fact]
    public async Task A_new_project_is_warned_fixed_built_clean_and_runs()
    {
        using var project = ConsumerProject.Service(feed);

        // Warned, at the very filter.
        var column = 1 + project.Read("Poller.cs").Split('\n')[12].IndexOf("exception is not OperationCanceledException", StringComparison.Ordinal);
        Assert.Equal([$"Poller.cs(13,{column}): warning REL0403"], await project.BuildAsync());

        // Fixed, by the tool that everybody has.
        await project.DotnetAsync("format", "analyzers", "--diagnostics", "REL0403", "--severity", "warn", "--no-restore");
        Assert.Contains(
            "when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)", project.Read("Poller.cs"), StringComparison.Ordinal);

        // Built clean.
        Assert.Empty(await project.BuildAsync("-warnaserror"));

        // Runs: probes answer, a call is counted, the page shows it.
        await using var service = await project.RunAsync();
        foreach (var probe in new[] { "health", "alive", "health/ready", "health/startup" })
            Assert.Equal("Healthy", await GetAsync(service, probe));

        Assert.Equal("ok", await GetAsync(service, "ok"));
        Assert.Contains("reliability_outcome=\"good\",reliability_service=\"shop\",reliability_slo=\"get-ok\"} 1", await GetAsync(service, "metrics"), StringComparison.Ordinal);
        Assert.Contains("get-ok", await GetAsync(service, "reliability"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_promise_does_not_build()
    {
        using var project = ConsumerProject.Create(feed, "Microsoft.NET.Sdk.Web", "Reliability.AspNetCore");
        project.Write("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
        project.Write("Work.cs",
            """
            using Reliability;

            public sealed class Work
            {
                [Slo(99.9)]
                public void Do() { }
            }
            """);
        var result = await CommandLine.RunAsync("dotnet", ["build", "-nodeReuse:false"], project.Directory, feed.Environment);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Work.cs(5,6): error REL0203", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_analyzers_alone_are_enough_for_a_project_without_the_runtime()
    {
        using var project = ConsumerProject.Create(feed, "Microsoft.NET.Sdk.Web", "Reliability.Analyzers");
        using var source = ConsumerProject.Service(feed);
        project.Write("Poller.cs", source.Read("Poller.cs"));
        project.Write("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
        Assert.Single(await project.BuildAsync(), report => report.EndsWith("warning REL0403", StringComparison.Ordinal));
    }

    private static async Task<string> GetAsync(RunningService service, string path)
    {
        using var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {body}");
        return body;
    }
}
