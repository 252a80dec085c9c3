using System.Text.RegularExpressions;

namespace Reliability.EndToEnd.Tests;

/// <summary>A project as a stranger would make it: a directory of its own and package references, nothing else.</summary>
internal sealed partial class ConsumerProject : IDisposable
{
    private readonly PackageFeed _feed;
    private readonly TemporaryDirectory _directory = new();

    private ConsumerProject(PackageFeed feed, string folder)
    {
        _feed = feed;
        Directory = _directory.Combine(folder);
        System.IO.Directory.CreateDirectory(Directory);
    }

    public string Directory { get; }

    public string Assembly => Combine("bin", "Debug", "net10.0", "Consumer.dll");

    /// <summary>The web service in the folder <c>Consumer</c>.</summary>
    public static ConsumerProject Service(PackageFeed feed)
    {
        var project = Create(feed, "Microsoft.NET.Sdk.Web", "Reliability.AspNetCore",
            $"""
            <PackageReference Include="OpenTelemetry.Exporter.Prometheus.AspNetCore" Version="{PackageFeed.Metadata("PackageVersion.Exporter")}" />
            <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="{PackageFeed.Metadata("PackageVersion.Hosting")}" />
            """);
        foreach (var file in new[] { "Program.cs", "Work.cs", "Poller.cs" })
            project.Write(file, Resource("Consumer/" + file));

        return project;
    }

    /// <summary>An empty project.</summary>
    public static ConsumerProject Create(PackageFeed feed, string sdk, string? package = null, string items = "", string properties = "", string folder = "")
    {
        var project = new ConsumerProject(feed, folder);
        project.Write("nuget.config", feed.NuGetConfig());
        project.Write("Consumer.csproj",
            $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {(package is null ? "" : $"""<PackageReference Include="{package}" Version="{PackageFeed.Version}" />""")}
                {items}
              </ItemGroup>
            </Project>
            """);
        return project;
    }

    public string Combine(params string[] parts) => Path.Combine([Directory, .. parts]);

    public void Write(string file, string text) => File.WriteAllText(Combine(file), text);

    public string Read(string file) => File.ReadAllText(Combine(file));

    /// <summary>Replaces what occurs once, as an editor does: the file is written anew.</summary>
    public void Edit(string file, string old, string replacement)
    {
        var parts = Read(file).Split(old);
        Assert.Equal(2, parts.Length);
        Write(file, string.Join(replacement, parts));
    }

    public Task<string> DotnetAsync(params string[] arguments) =>
        CommandLine.MustRunAsync("dotnet", arguments, Directory, _feed.Environment);

    /// <summary>Builds, and returns each warning and error of ours once, as <c>file(line,column): severity id</c>.</summary>
    public async Task<IReadOnlyList<string>> BuildAsync(params string[] arguments)
    {
        var output = await DotnetAsync(["build", "--no-incremental", "-nodeReuse:false", .. arguments]);
        return [.. Report().Matches(output).Select(match => match.Value.Replace(Directory + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).Distinct()];
    }

    /// <summary>A file that the build put into this assembly.</summary>
    public static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ConsumerProject).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    public Task<RunningService> RunAsync() => RunningService.StartAsync(Assembly, Directory);

    public void Dispose() => _directory.Dispose();

    [GeneratedRegex(@"\S+\(\d+,\d+\): (warning|error) \w+")]
    private static partial Regex Report();
}
