using System.Reflection;
using Reliability.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(PackageFeed))]

namespace Reliability.EndToEnd.Tests;

/// <summary>The packages, packed once from the sources into a folder, and a package cache of the run's own: what an earlier
/// run restored cannot hide what this one packed wrongly.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    /// <summary>The version of the packages in the feed.</summary>
    public const string Version = "0.1.0-e2e";

    private readonly TemporaryDirectory _directory = new();

    /// <summary>The sources.</summary>
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The environment of every command that restores.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["NUGET_PACKAGES"] = _directory.Combine("packages"),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    /// <summary>The folder of the packages.</summary>
    public string Path => _directory.Combine("feed");

    /// <summary>Where a package is after something restored it.</summary>
    public string Restored(string id) => _directory.Combine("packages", id, Version);

    /// <summary>The command <c>reliability</c>, installed from its package.</summary>
    public string Tool => _directory.Combine("tools", "reliability");

    /// <summary>A value that the build wrote into this assembly.</summary>
    public static string Metadata(string key) =>
        typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await CommandLine.MustRunAsync(
            "dotnet",
            ["pack", "Reliability.Analyzers.sln", "-c", "Release", "-o", Path, $"-p:Version={Version}", "-v:q", "-nodeReuse:false"],
            RepositoryRoot);
        await File.WriteAllTextAsync(_directory.Combine("nuget.config"), NuGetConfig(), TestContext.Current.CancellationToken);
        await CommandLine.MustRunAsync(
            "dotnet",
            ["tool", "install", "Reliability.Cli", "--version", Version, "--tool-path", _directory.Combine("tools"), "--configfile", _directory.Combine("nuget.config")],
            _directory.Path,
            Environment);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Where packages come from: ours from the feed, everything else from where the machine gets it, without
    /// downloading again what it has.</summary>
    public string NuGetConfig() =>
        $"""
        <configuration>
          <packageSources>
            <add key="reliability" value="{Path}" />
          </packageSources>
          <fallbackPackageFolders>
            <add key="machine" value="{GlobalPackages()}" />
          </fallbackPackageFolders>
        </configuration>
        """;

    private static string GlobalPackages() =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? System.IO.Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
