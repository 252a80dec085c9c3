namespace Reliability.EndToEnd.Tests;

/// <summary>One property, and what the platform needs lies beside the output of each build.</summary>
public sealed class ExportTests(PackageFeed feed)
{
    private const string Rules = "prometheus/shop.rules.yml";

    private static readonly string[] s_formats = ["alertmanager", "grafana", "openslo", "prometheus", "sloth"];

    [Fact]
    public async Task A_build_exports_only_what_changed_and_a_clean_removes_it()
    {
        using var project = Create("<ReliabilityExport>true</ReliabilityExport>");
        await BuildAsync(project);
        Assert.Equal(s_formats, Directory.GetDirectories(Output(project)).Select(Path.GetFileName).Order());
        Assert.Contains("vector(0.999)", Read(project, Rules), StringComparison.Ordinal);

        // Unchanged, so the command is not run; a file that somebody deleted comes back.
        Assert.Contains("Skipping target \"_ReliabilityRunExport\"", await BuildAsync(project), StringComparison.Ordinal);
        File.Delete(Path.Combine(Output(project), Rules));
        await BuildAsync(project);
        Assert.Contains("vector(0.999)", Read(project, Rules), StringComparison.Ordinal);

        // Another name and another promise; what the old one was called is gone.
        project.Edit("Work.cs", "\"shop\"", "\"market\"");
        project.Edit("Work.cs", "99.9", "99.5");
        await BuildAsync(project);
        Assert.Contains("vector(0.995)", Read(project, "prometheus/market.rules.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain(Files(project), file => file.Contains("shop", StringComparison.Ordinal));

        await project.DotnetAsync("clean", "-nodeReuse:false");
        Assert.Empty(Files(project));
    }

    [Fact]
    public async Task What_is_committed_and_has_drifted_fails_the_build_at_its_line()
    {
        using var project = Create(
            "<ReliabilityExport>true</ReliabilityExport><ReliabilityExportFormats>prometheus;openslo</ReliabilityExportFormats><ReliabilityExportDirectory>deploy/our slo</ReliabilityExportDirectory>");
        await project.DotnetAsync("publish", "-nodeReuse:false");
        var committed = project.Combine("deploy", "our slo");
        Assert.Equal(["openslo", "prometheus"], Directory.GetDirectories(committed).Select(Path.GetFileName).Order());
        await BuildAsync(project, "-p:ReliabilityExportCheck=true");

        project.Edit("Work.cs", "99.9", "99.5");
        var before = File.ReadAllText(Path.Combine(committed, Rules));
        var output = await FailAsync(project, "-p:ReliabilityExportCheck=true");
        Assert.Matches(@"shop\.rules\.yml\(\d+\): error REL0003: Differs from what the code promises: it says '.*0\.999.*', and would say '.*0\.995.*'\.", output);
        Assert.Contains("'dotnet build Consumer.csproj -p:ReliabilityExportCheck=false' writes it anew", output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(committed, Rules)));

        await BuildAsync(project, "-p:ReliabilityExportCheck=false");
        await BuildAsync(project, "-p:ReliabilityExportCheck=true");

        // What is committed is never cleaned.
        await project.DotnetAsync("clean", "-nodeReuse:false");
        Assert.True(File.Exists(Path.Combine(committed, Rules)));
    }

    [Fact]
    public async Task Without_the_property_no_target_runs_and_without_a_promise_nothing_is_written()
    {
        using var project = Create("");
        Assert.DoesNotContain("Reliability.Cli", await BuildAsync(project, "-v:d"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output(project)));

        project.Write("Work.cs", "Console.WriteLine();");
        await BuildAsync(project, "-p:ReliabilityExport=true");
        Assert.False(Directory.Exists(Output(project)) && Files(project).Any());
    }

    [Fact]
    public async Task Several_frameworks_have_several_directories_and_a_runtime_that_is_missing_is_named()
    {
        using var project = Create(
            "<TargetFramework></TargetFramework><TargetFrameworks>net10.0</TargetFrameworks><ReliabilityExport>true</ReliabilityExport><ReliabilityExportDirectory>slo</ReliabilityExportDirectory>");
        await BuildAsync(project);
        Assert.True(File.Exists(project.Combine("slo", "net10.0", Rules)));

        // The command asks for a runtime that nobody has.
        var tool = Directory.CreateDirectory(project.Combine("tool")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(feed.Restored("reliability.analyzers"), "tools", "net10.0")))
            File.Copy(file, Path.Combine(tool, Path.GetFileName(file)));

        project.Edit("tool/Reliability.Cli.runtimeconfig.json", "\"version\": \"10.0.0\"", "\"version\": \"99.0.0\"");
        var output = await FailAsync(project, "-p:ReliabilityExportTool=" + Path.Combine(tool, "Reliability.Cli.dll"));
        Assert.Contains("error REL0003: ReliabilityExport needs the .NET 10 runtime or a later one", output, StringComparison.Ordinal);
    }

    private ConsumerProject Create(string properties)
    {
        var project = ConsumerProject.Create(
            feed, "Microsoft.NET.Sdk", "Reliability", properties: "<OutputType>Exe</OutputType>" + properties, folder: "my project");
        project.Write("Work.cs",
            """
            using Reliability;

            [assembly: Service("shop")]
            [assembly: Owner("payments")]

            new Work().Do();

            public sealed partial class Work
            {
                [Slo(99.9)]
                public partial void Do();

                private static void DoCore() { }
            }
            """);
        return project;
    }

    private static Task<string> BuildAsync(ConsumerProject project, params string[] arguments) =>
        project.DotnetAsync(["build", "-nodeReuse:false", "-tl:off", "-v:n", .. arguments]);

    private async Task<string> FailAsync(ConsumerProject project, params string[] arguments)
    {
        var result = await CommandLine.RunAsync("dotnet", ["build", "-nodeReuse:false", "-tl:off", .. arguments], project.Directory, feed.Environment);
        Assert.NotEqual(0, result.ExitCode);
        return result.Output;
    }

    private static string Output(ConsumerProject project) => project.Combine("bin", "Debug", "net10.0", "reliability");

    private static string Read(ConsumerProject project, string file) => File.ReadAllText(Path.Combine(Output(project), file));

    private static IEnumerable<string> Files(ConsumerProject project) =>
        Directory.EnumerateFiles(Output(project), "*", SearchOption.AllDirectories);
}
