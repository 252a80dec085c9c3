using System.Globalization;

namespace Reliability.EndToEnd.Tests;

/// <summary>A person edits a service that runs under <c>dotnet watch</c>: it goes on, and whatever is added is counted.</summary>
public sealed class HotReloadTests(PackageFeed feed)
{
    private const string Work =
        """
        using Reliability;

        namespace Consumer;

        public sealed partial class Work
        {
            public void Do(bool fail)
            {
            }

            [Slo(99.9)]
            public partial int Answer();

            private static int AnswerCore() => 1;
        }
        """;

    private const string Controller =
        """
        using Microsoft.AspNetCore.Mvc;
        using Reliability;

        namespace Consumer;

        [Route("orders")]
        public sealed class OrdersController : ControllerBase
        {
            [HttpGet, Slo(99.9)]
            public string Get() => "one";
        }
        """;

    private readonly Dictionary<string, int> _asked = [];

    [Fact]
    [Trait("Duration", "Long")] // each edit of the running program is compiled
    public async Task What_is_edited_and_added_while_a_service_runs_is_counted_and_only_another_promise_starts_it_anew()
    {
        using var project = ConsumerProject.Service(feed);
        project.Write("Work.cs", Work);
        project.Write("OrdersController.cs", Controller);
        project.Edit("Program.cs", "builder.AddReliability();", "builder.AddReliability();\nbuilder.Services.AddControllers();");
        project.Edit("Program.cs", "app.Run();", "app.MapControllers();\napp.MapGet(\"/answer\", (Work work) => work.Answer());\napp.Run();");
        await using var service = await RunningService.WatchAsync(project.Directory, feed.Environment);
        await UntilAsync(service, "/answer", "1");
        await UntilAsync(service, "/orders", "one");

        // A core, with a line above it.
        project.Edit("Work.cs", "private static int AnswerCore() => 1;", "// a line\n    private static int AnswerCore() => 2;");
        await UntilAsync(service, "/answer", "2");

        // A new operation of a class that has been used. Where it is called, it counts from its first call.
        project.Edit("Work.cs", "AnswerCore() => 2;",
            """
            AnswerCore() => 2 + Added();

                [Slo(99.9)]
                private static partial int Added();

                private static int AddedCore() => 1;
            """);
        await UntilAsync(service, "/answer", "3");
        Assert.Equal(1, await GoodAsync(service, "added"));

        // An action that moves down, and a new one where it stood.
        project.Edit("OrdersController.cs", "[HttpGet, Slo(99.9)]\n    public string Get() => \"one\";",
            """
            [HttpGet("added"), Slo(99.9)]
                public string Added() => "added";

                [HttpGet, Slo(99.9)]
                public string Get() => "two";
            """);
        await UntilAsync(service, "/orders", "two");
        await UntilAsync(service, "/orders/added", "added");

        // The counters have gone on since the start, and none of them has missed a call.
        Assert.Equal(
            (_asked["/answer"], _asked["/orders"], 1),
            (await GoodAsync(service, "answer"), await GoodAsync(service, "orders-get"), await GoodAsync(service, "orders-added")));
        Assert.Equal(1, service.Starts);

        // What was counted for one promise says nothing of another.
        project.Edit("Work.cs", "[Slo(99.9)]\n    public partial int Answer();", "[Slo(99.5)]\n    public partial int Answer();");
        for (var attempt = 0; service.Starts == 1; attempt++)
        {
            Assert.True(attempt < 240, "There was no new start. What dotnet watch said:\n" + service.Output);
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks until the answer is the edited one; remembers how often it was asked for what exists.</summary>
    private async Task UntilAsync(RunningService service, string path, string expected)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await AskAsync(service, path);
            if (answer == expected)
                return;

            Assert.True(attempt < 240, $"{path} answers '{answer}' and not '{expected}'. What dotnet watch said:\n{service.Output}");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> AskAsync(RunningService service, string path)
    {
        try
        {
            using var response = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode)
                _asked[path] = _asked.GetValueOrDefault(path) + 1;

            return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            // A new start would listen on another port.
            Assert.Fail("The service has gone. What dotnet watch said:\n" + service.Output);
            throw;
        }
    }

    /// <summary>Asks the platform, once the last call has been counted, which is shortly after its answer.</summary>
    private static async Task<int> GoodAsync(RunningService service, string slo)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        var scrape = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        var series = scrape.Split('\n').SingleOrDefault(line =>
            line.StartsWith("reliability_slo_events_total", StringComparison.Ordinal) && line.Contains($"reliability_outcome=\"good\",reliability_service=\"shop\",reliability_slo=\"{slo}\"}}", StringComparison.Ordinal));
        Assert.True(series is not null, $"There is no counter of '{slo}'. What dotnet watch said:\n{service.Output}");
        return int.Parse(series[(series.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }
}
