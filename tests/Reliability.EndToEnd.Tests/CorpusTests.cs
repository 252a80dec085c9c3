namespace Reliability.EndToEnd.Tests;

/// <summary>The tool that measures the rules on the code of others finds, in code of which we know it, what is there.</summary>
public sealed class CorpusTests
{
    [Fact]
    public async Task A_repository_is_read_bound_and_reported_with_the_code_around()
    {
        using var repositories = new TemporaryDirectory();
        var app = Directory.CreateDirectory(repositories.Combine("shop", "App")).FullName;
        await File.WriteAllTextAsync(repositories.Combine("shop", "COMMIT"), "0123456789abcdef0123456789abcdef01234567\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(app, "App.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk.Worker">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"),
            """
            while (true)
            {
                await Poller.Poll(CancellationToken.None);
            }

            static class Poller
            {
                public static async Task Poll(CancellationToken cancellationToken)
                {
                    while (!cancellationToken.IsCancellationRequested)
                        await Task.Delay(TimeSpan.FromMinutes(1));
                }
            }
            """, TestContext.Current.CancellationToken);

        var report = await CommandLine.MustRunAsync(
            "dotnet", ["run", "--project", "tests/Reliability.Corpus", "--", "run", repositories.Path, "--rule", "REL0408", "--cache", repositories.Combine("cache")], PackageFeed.RepositoryRoot);
        Assert.Contains("shop @ 012345678", report, StringComparison.Ordinal);
        Assert.Contains("REL0408 shop/App/Program.cs:11 (warning)", report, StringComparison.Ordinal);
        Assert.Contains("compile errors", report, StringComparison.Ordinal);
    }
}
