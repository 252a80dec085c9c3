using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reliability.EndToEnd.Tests;

/// <summary>A program that is compiled ahead of time is trimmed to what it uses and can make no code while it runs: what we
/// bring into it must need neither what was trimmed nor what cannot be made.</summary>
[Collection(SourceBuild.Collection)]
public sealed partial class AotTests(PackageFeed feed)
{
    // Counted by time: it ticks while the requests are under way.
    private const string Ticking = "reliability_slo=\"sync-stock\"";

    [Fact]
    [Trait("Duration", "Long")] // native code takes half a minute to generate
    public async Task The_sample_counts_ahead_of_time_what_it_counts_otherwise()
    {
        SkipWithoutLinker();
        using var output = new TemporaryDirectory();
        var sample = Path.Combine(PackageFeed.RepositoryRoot, "samples", "Checkout");
        var published = await CommandLine.MustRunAsync("dotnet", Publish(sample, output, "-c", "Release", "-p:PublishAot=true"), PackageFeed.RepositoryRoot);
        Assert.Empty(Warnings(published));
        var native = await ExerciseAsync(output.Combine("Checkout"), sample);

        await CommandLine.MustRunAsync("dotnet", ["build", sample, "-c", "Release", "-v:q", "-nodeReuse:false"], PackageFeed.RepositoryRoot);
        var jit = await ExerciseAsync(Path.Combine(PackageFeed.RepositoryRoot, "artifacts", "bin", "Checkout", "release", "Checkout.dll"), sample);

        Assert.Equal(jit, native);
        Assert.Contains("""reliability_objective="availability",reliability_outcome="bad",reliability_service="checkout",reliability_slo="place-order"} 1""", native, StringComparison.Ordinal);
        Assert.Contains("""reliability_objective="availability",reliability_outcome="good",reliability_service="checkout",reliability_slo="post-orders"} 2""", native, StringComparison.Ordinal);
        Assert.Contains("""reliability_objective="availability",reliability_outcome="good",reliability_service="checkout",reliability_slo="catalog"} 3""", native, StringComparison.Ordinal);
    }

    /// <summary>What no program of ours happens to call is looked at as well: every assembly is kept as a whole.</summary>
    [Fact]
    [Trait("Duration", "Long")] // native code takes half a minute to generate
    public async Task The_packages_are_compatible_to_the_last_line()
    {
        SkipWithoutLinker();
        using var project = ConsumerProject.Create(
            feed, "Microsoft.NET.Sdk.Web", "Reliability.AspNetCore",
            items: $"""<PackageReference Include="Reliability.Polly" Version="{PackageFeed.Version}" />"""
                + string.Concat(s_assemblies.Select(assembly => $"<TrimmerRootAssembly Include=\"{assembly}\" />")),
            properties: """
            <PublishAot>true</PublishAot>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <VerifyReferenceTrimCompatibility>true</VerifyReferenceTrimCompatibility>
            <VerifyReferenceAotCompatibility>true</VerifyReferenceAotCompatibility>
            """);
        project.Write("Program.cs",
            """
            using Reliability;

            var builder = WebApplication.CreateBuilder(args);
            builder.AddReliability();
            var app = builder.Build();
            app.MapGet("/ok", [Slo(99.9), Capacity(MaxConcurrency = 8)] (CancellationToken cancellationToken) => Stock.CountAsync(cancellationToken));
            app.MapReliability();
            app.Run();

            static partial class Stock
            {
                private static int s_attempts;

                [Retry(DelayMilliseconds = 1), Idempotent, CircuitBreaker, Timeout(5000), Fallback(nameof(Unknown))]
                internal static partial Task<string> CountAsync(CancellationToken cancellationToken);

                private static Task<string> CountAsyncCore(CancellationToken cancellationToken) =>
                    ++s_attempts == 1 ? Task.FromException<string>(new IOException("once")) : Task.FromResult("ok");

                private static string Unknown(CancellationToken cancellationToken) => "unknown";

                [Readiness] internal static bool IsOpen() => s_attempts >= 0;
            }
            """);
        using var output = new TemporaryDirectory();
        var published = await project.DotnetAsync(Publish(project.Directory, output));

        // Others may warn about themselves, and do: an assembly that says nothing of trimming is not ours to mend.
        Assert.DoesNotContain(Warnings(published), warning => s_assemblies.Any(assembly => warning.Contains(assembly, StringComparison.Ordinal)));
        await using var service = await RunningService.StartAsync(output.Combine("Consumer"), project.Directory);
        Assert.Equal("ok", await GetAsync(service, "/ok"));
        Assert.Equal("Healthy", await GetAsync(service, "/health/ready"));
        Assert.Contains("get-ok", await GetAsync(service, "/reliability"), StringComparison.Ordinal);
    }

    private static readonly string[] s_assemblies =
    [
        "Reliability.Abstractions", "Reliability.AspNetCore", "Reliability.Hosting", "Reliability.Model", "Reliability.Polly", "Reliability",
    ];

    private static void SkipWithoutLinker() => Assert.SkipUnless(
        CommandLine.Exists("clang") || CommandLine.Exists("gcc"), "Native code cannot be linked here: apt-get install clang");

    private static string[] Publish(string project, TemporaryDirectory output, params string[] arguments) =>
        ["publish", project, "-r", RuntimeInformation.RuntimeIdentifier, "-o", output.Path, "-nodeReuse:false", .. arguments];

    private static IReadOnlyList<string> Warnings(string output) =>
        [.. output.Split('\n').Where(line => TrimWarning().IsMatch(line)).Select(line => line.Trim()).Distinct()];

    /// <summary>Sends what callers send, and tells in one text what they and the platform saw of it.</summary>
    private static async Task<string> ExerciseAsync(string program, string directory)
    {
        await using var service = await RunningService.StartAsync(program, directory);
        var seen = new StringBuilder();
        foreach (var order in new[] { """{"article":"apple","quantity":2}""", """{"article":"pear","quantity":1}""", """{"article":"apple","quantity":100000}""", """{"quantity":1}""" })
        {
            using var body = new StringContent(order, Encoding.UTF8, "application/json");
            using var answer = await service.Client.PostAsync(new Uri("/orders", UriKind.Relative), body, TestContext.Current.CancellationToken);
            await AppendAsync(seen, answer);
        }

        foreach (var path in new[] { "/catalog", "/catalog/plum", "/catalog/apple", "/health", "/alive", "/health/ready", "/health/startup", "/nowhere" })
        {
            using var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            await AppendAsync(seen, answer);
        }

        await AppendPageAsync(seen, service);
        foreach (var series in await SeriesAsync(service))
            seen.AppendLine(series);

        return seen.ToString();
    }

    private static async Task AppendAsync(StringBuilder seen, HttpResponseMessage answer)
    {
        // The stock moves with the clock, its shape does not.
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        seen.AppendLine($"{answer.RequestMessage!.RequestUri!.AbsolutePath} {(int)answer.StatusCode} {answer.Content.Headers.ContentType} {Digits().Replace(body, "n")}");
    }

    private static async Task AppendPageAsync(StringBuilder seen, RunningService service)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/reliability", UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        foreach (var operation in page.RootElement.GetProperty("operations").EnumerateArray())
            seen.AppendLine($"{operation.GetProperty("name")} with {operation.GetProperty("objectives").GetArrayLength()} objectives");
    }

    /// <summary>What Prometheus would scrape of ours once every request has been counted, which is shortly after its answer.</summary>
    private static async Task<IEnumerable<string>> SeriesAsync(RunningService service)
    {
        for (var attempt = 0; ; attempt++)
        {
            var scrape = (await GetAsync(service, "/metrics")).Split('\n');
            var events = scrape.Where(line => line.StartsWith("reliability_slo_events_total", StringComparison.Ordinal) && IsAvailability(line)).ToList();
            if (attempt == 100 || Sum(events, "post-orders") == 4 && Sum(events, "place-order") == 3 && Sum(events, "catalog") == 3)
                return scrape.Where(line => line.StartsWith("reliability_", StringComparison.Ordinal)).Select(WithoutTime);

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsAvailability(string series) => series.Contains("reliability_objective=\"availability\"", StringComparison.Ordinal);

    private static int Sum(IEnumerable<string> events, string slo) => events
        .Where(line => line.Contains($"reliability_slo=\"{slo}\"", StringComparison.Ordinal))
        .Sum(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A series whose value depends on how fast the machine is, by its name and labels alone.</summary>
    private static string WithoutTime(string series)
    {
        var isFixed = (series.StartsWith("reliability_slo_events_total", StringComparison.Ordinal) && IsAvailability(series) && !series.Contains(Ticking, StringComparison.Ordinal))
            || series.StartsWith("reliability_slo_objective", StringComparison.Ordinal)
            || series.StartsWith("reliability_slo_info", StringComparison.Ordinal);
        return isFixed ? series : series[..series.LastIndexOf(' ')];
    }

    private static Task<string> GetAsync(RunningService service, string path) =>
        service.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"\bIL[23]\d{3}\b")]
    private static partial Regex TrimWarning();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
