// Renders the pictures of the README from what really happens: the diagnostics of a real build, the page of a real service.
//
//     dotnet run eng/RenderPictures.cs
//
// Needs chromium on the path (apt-get install chromium). Writes docs/pictures/diagnostics.png and docs/pictures/status.png.
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

var root = Directory.GetCurrentDirectory();
var pictures = Path.Combine(root, "docs", "pictures");
if (!File.Exists(Path.Combine(pictures, "Example.cs")))
{
    Console.Error.WriteLine("Run this from the root of the repository: dotnet run eng/RenderPictures.cs");
    return 1;
}

var scratch = Directory.CreateTempSubdirectory("reliability-pictures-").FullName;
try
{
    Diagnostics();
    await StatusAsync();
    return 0;
}
finally
{
    Directory.Delete(scratch, recursive: true);
}

void Diagnostics()
{
    var project = Path.Combine(root, "artifacts", "pictures", "Example.csproj");
    Directory.CreateDirectory(Path.GetDirectoryName(project)!);
    File.WriteAllText(project, $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <Import Project="{root}/eng/UseReliability.props" />
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <EnableDefaultItems>false</EnableDefaultItems>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            <ErrorLog>{scratch}/log.sarif,version=2.1</ErrorLog>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="{pictures}/Example.cs" />
            <Compile Include="Rest.cs" />
          </ItemGroup>
        </Project>
        """);
    File.WriteAllText(Path.Combine(Path.GetDirectoryName(project)!, "Rest.cs"), """
        namespace Shop;
        internal sealed record Order;
        internal sealed record Receipt;
        internal sealed class Stock { public Task<Receipt> ReserveAsync(Order order, CancellationToken token) => Task.FromResult(new Receipt()); }
        internal static class Program { private static void Main() { } }
        """);

    // It has errors; that is what the picture is about.
    Run("dotnet", $"build {project} --no-incremental -v:q -nologo", mustSucceed: false);
    var reports = Reports(Path.Combine(scratch, "log.sarif"));
    var html = Path.Combine(scratch, "diagnostics.html");
    File.WriteAllText(html, Editor(File.ReadAllLines(Path.Combine(pictures, "Example.cs")), reports));
    Screenshot($"file://{html}", "diagnostics.png", "1500,850");
}

async Task StatusAsync()
{
    Run("dotnet", "build samples/Checkout -c Release -v:q -nologo");
    using var service = Process.Start(new ProcessStartInfo("dotnet", "run --project samples/Checkout -c Release --no-build") { RedirectStandardOutput = true })!;
    service.BeginOutputReadLine();
    try
    {
        using var client = new HttpClient { BaseAddress = new Uri("http://localhost:5080") };
        await UntilAnswersAsync(client);

        // Two quiet minutes, half a minute of trouble, half a minute of peace.
        await Task.Delay(TimeSpan.FromMinutes(2));
        await client.PostAsync("/faults?failurePercent=3", null);
        await Task.Delay(TimeSpan.FromSeconds(30));
        await client.PostAsync("/faults?failurePercent=0", null);
        await Task.Delay(TimeSpan.FromSeconds(30));
        Screenshot("http://localhost:5080/reliability", "status.png", "1180,1000");
    }
    finally
    {
        service.Kill(entireProcessTree: true);
    }
}

static async Task UntilAnswersAsync(HttpClient client)
{
    for (var i = 0; i < 60; i++)
    {
        try
        {
            if ((await client.GetAsync("/health/ready")).IsSuccessStatusCode)
                return;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
        }

        await Task.Delay(500);
    }

    throw new TimeoutException("samples/Checkout did not get ready within 30 seconds.");
}

List<Report> Reports(string sarif)
{
    using var log = JsonDocument.Parse(File.ReadAllText(sarif));
    return
    [
        .. from result in log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
           let id = result.GetProperty("ruleId").GetString()!
           where id.StartsWith("REL", StringComparison.Ordinal)
           let region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region")
           select new Report(
               id, result.GetProperty("level").GetString()!, result.GetProperty("message").GetProperty("text").GetString()!,
               region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endColumn").GetInt32()),
    ];
}

static string Editor(string[] lines, List<Report> reports)
{
    var body = new StringBuilder();
    for (var number = 1; number <= lines.Length; number++)
    {
        var here = reports.Where(report => report.Line == number).ToList();
        body.Append($"<div><i>{number}</i><code>{Line(lines[number - 1], here)}</code></div>\n");
        foreach (var report in here)
            body.Append($"<p class=\"{report.Level}\">{WebUtility.HtmlEncode($"{report.Id}  {report.Message}")}</p>\n");
    }

    return $$"""
        <!doctype html><meta charset="utf-8">
        <style>
          body { background: #1e1f22; color: #d5d7db; font: 14px/1.5 'DejaVu Sans Mono', monospace; margin: 0; padding: 18px 22px }
          i { display: inline-block; width: 2.2em; color: #6b6f76; font-style: normal; user-select: none }
          code { white-space: pre; font: inherit } b { color: #cf8e6d; font-weight: 400 } s { color: #6aab73; text-decoration: none }
          u.error { text-decoration: underline wavy #f75464; text-underline-offset: 3px }
          u.warning { text-decoration: underline wavy #e2b714; text-underline-offset: 3px }
          p { margin: 1px 0 5px 2.2em; padding: 2px 10px; font: 13px/1.45 'DejaVu Sans', sans-serif; border-radius: 4px; white-space: pre-wrap }
          p.error { background: #45262a; color: #ffb3b8 } p.warning { background: #3d3620; color: #f2d98a }
        </style>
        {{body}}
        """;
}

static string Line(string text, List<Report> reports)
{
    if (reports is not [var report, ..])
        return Colour(text);

    var end = Math.Min(report.End, text.Length + 1);
    return Colour(text[..(report.Start - 1)])
        + $"<u class=\"{report.Level}\">{Colour(text[(report.Start - 1)..(end - 1)])}</u>"
        + Colour(text[(end - 1)..]);
}

static string Colour(string text) => Regex.Replace(
    WebUtility.HtmlEncode(text).Replace("&quot;", "\"", StringComparison.Ordinal),
    """
    "[^"]*"|\b(using|assembly|namespace|internal|sealed|class|public|private|async|await|protected|override|while|try|catch|when|is|not)\b
    """.Trim(),
    match => match.Value[0] == '"' ? $"<s>{match.Value}</s>" : $"<b>{match.Value}</b>");

void Screenshot(string url, string file, string size) => Run(
    "chromium",
    $"--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars --disable-background-networking --disable-component-update --disable-sync --user-data-dir={scratch}/{file} --window-size={size} --screenshot={Path.Combine(pictures, file)} {url}");

void Run(string program, string arguments, bool mustSucceed = true)
{
    using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
    var errors = process.StandardError.ReadToEnd();
    process.WaitForExit();
    if (mustSucceed && process.ExitCode != 0)
        throw new InvalidOperationException($"{program} {arguments} failed:\n{errors}");
}

internal sealed record Report(string Id, string Level, string Message, int Line, int Start, int End);
