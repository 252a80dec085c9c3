namespace Reliability.EndToEnd.Tests;

/// <summary>Severities come from the preset, then from the platform's policy, then from the repository.</summary>
public sealed class PresetTests(PackageFeed feed)
{
    private const string Ours = "Poller.cs(9,19): warning REL0408";
    private const string Neighbours = "Poller.cs(10,13): warning CA2008";

    private const string Poller = """
        using Microsoft.Extensions.Hosting;

        public sealed class Poller : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(TimeSpan.FromMinutes(1));
                    Task.Factory.StartNew(static () => { });
                }
            }
        }
        """;

    [Theory]
    [InlineData("", "", new[] { Ours, Neighbours })]
    [InlineData("<ReliabilityLevel>Recommended</ReliabilityLevel>", "", new[] { Ours, Neighbours })]
    [InlineData("<ReliabilityLevel>0.1-Strict</ReliabilityLevel>", "", new[] { Ours, Neighbours })]
    [InlineData("<ReliabilityLevel>Observe</ReliabilityLevel>", "", new string[0])]
    [InlineData("<ReliabilityNeighbours>false</ReliabilityNeighbours>", "", new[] { Ours })]
    [InlineData("<ReliabilityLevel>None</ReliabilityLevel>", "", new[] { Ours })]
    [InlineData("<ReliabilityShape>Test</ReliabilityShape>", "", new string[0])]
    [InlineData("<AnalysisLevel>latest-recommended</AnalysisLevel>", "", new[] { Ours, Neighbours })]
    [InlineData("", "dotnet_diagnostic.REL0408.severity = none", new[] { Neighbours })]
    public async Task A_property_chooses_and_a_policy_overrides(string property, string policy, string[] expected)
    {
        using var project = Create(property + "<EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>");
        if (policy.Length > 0)
            project.Write("Policy.globalconfig", "is_global = true\nglobal_level = -50\n" + policy + "\n");

        var reports = await project.BuildAsync();
        Assert.Equal(expected.Order(StringComparer.Ordinal), reports.Order(StringComparer.Ordinal).Where(report => report.Contains("REL", StringComparison.Ordinal) || report.Contains("CA2008", StringComparison.Ordinal)));
        Assert.DoesNotContain(reports, report => report.Contains("MultipleGlobalAnalyzerKeys", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Recommended", new[] { "Graded.cs(9,9): warning REL0901" })]
    [InlineData("Strict", new[] { "Graded.cs(9,9): warning REL0901", "Graded.cs(22,16): warning REL0404" })]
    public async Task A_rule_that_grades_keeps_its_word(string level, string[] expected)
    {
        using var project = Create($"<ReliabilityLevel>{level}</ReliabilityLevel>");
        project.Write("Poller.cs", "");
        project.Write("Graded.cs",
            """
            public sealed class Worker : IHostedService
            {
                private readonly Thread _thread = new(static () => { });
                public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

                public Task StopAsync(CancellationToken cancellationToken)
                {
                    // The host waits for this: a warning. What only logs a cancellation as an error is a suggestion.
                    _thread.Join();
                    return Task.CompletedTask;
                }
            }

            public sealed class Client(HttpClient http, ILogger<Client> logger)
            {
                public async Task Refresh(CancellationToken cancellationToken)
                {
                    try
                    {
                        await http.GetStringAsync("/", cancellationToken);
                    }
                    catch (Exception exception)
                    {
                        logger.LogError(exception, "not refreshed");
                    }
                }
            }
            """);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal), (await project.BuildAsync()).Where(report => report.Contains("REL", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_repository_overrides_the_policy()
    {
        using var project = Create("");
        project.Write("Policy.globalconfig", "is_global = true\nglobal_level = -50\ndotnet_diagnostic.REL0408.severity = none\n");
        project.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.REL0408.severity = warning\n");
        Assert.Contains(Ours, await project.BuildAsync());
    }

    [Fact]
    public async Task A_level_that_does_not_exist_is_named()
    {
        using var project = Create("<ReliabilityLevel>Strictest</ReliabilityLevel>");
        var result = await CommandLine.RunAsync("dotnet", ["build", "-nodeReuse:false"], project.Directory, feed.Environment);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error REL0002: There is no preset 'Strictest' for the shape 'Service'.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_says_once_how_long_samples_are_kept()
    {
        using var project = CreateRetention("15");
        Assert.Contains("Orders.cs(4,29): warning REL0106", await project.BuildAsync());
    }

    [Fact]
    public async Task A_retention_that_is_no_number_of_days_is_named()
    {
        using var project = CreateRetention("15d");
        var result = await CommandLine.RunAsync("dotnet", ["build", "-nodeReuse:false"], project.Directory, feed.Environment);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error REL0002: ReliabilityRetentionDays is '15d'.", result.Output, StringComparison.Ordinal);
    }

    private ConsumerProject CreateRetention(string days)
    {
        var project = ConsumerProject.Create(feed, "Microsoft.NET.Sdk", "Reliability");
        project.Write("Directory.Build.props", $"<Project><PropertyGroup><ReliabilityRetentionDays>{days}</ReliabilityRetentionDays></PropertyGroup></Project>");
        project.Write("Orders.cs", """
            using Reliability;
            public static partial class Orders
            {
                [Slo(99.9, WindowDays = 28)] public static partial void Place();
                private static void PlaceCore() { }
            }
            """);
        return project;
    }

    private ConsumerProject Create(string properties)
    {
        var project = ConsumerProject.Create(
            feed, "Microsoft.NET.Sdk.Web", "Reliability.Analyzers", """<EditorConfigFiles Include="Policy.globalconfig" Condition="Exists('Policy.globalconfig')" />""", properties);
        project.Write("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
        project.Write("Poller.cs", Poller);
        return project;
    }
}
