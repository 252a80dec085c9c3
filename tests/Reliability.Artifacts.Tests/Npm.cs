using System.Text.Json;

namespace Reliability.Artifacts.Tests;

/// <summary>Judges that exist for node only. A machine without node or without the npm registry skips their tests, by name.</summary>
internal static class Npm
{
    public static void InstallOrSkip(TemporaryDirectory directory, params IReadOnlyList<(string Name, string Version)> packages)
    {
        Assert.SkipWhen(Tool.Run(directory.Path, "node", "--version") is not { ExitCode: 0 }, "node is not installed (Debian: apt-get install npm).");
        directory.Write("package.json", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["private"] = true, ["dependencies"] = packages.ToDictionary(package => package.Name, package => package.Version),
        }));
        var installed = Tool.Run(
            directory.Path, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000");
        Assert.SkipWhen(installed is not { ExitCode: 0 }, $"{string.Join(", ", packages)} cannot be had from the npm registry.");
    }
}
