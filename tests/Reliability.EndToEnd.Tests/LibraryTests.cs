namespace Reliability.EndToEnd.Tests;

/// <summary>A program that knows nothing of promises, around a library that makes them.</summary>
public sealed class LibraryTests(PackageFeed feed)
{
    [Fact]
    public async Task Endpoints_of_a_library_are_measured_from_the_start_though_the_program_has_no_generator()
    {
        using var library = ConsumerProject.Create(
            feed, "Microsoft.NET.Sdk.Web", "Reliability.AspNetCore", properties: "<OutputType>Library</OutputType><AssemblyName>Things</AssemblyName>");
        library.Write("ThingsController.cs",
            """
            using Microsoft.AspNetCore.Mvc;
            using Reliability;

            [assembly: Service("shop")]
            [assembly: Owner("things")]

            [Route("things")]
            [Slo(99.9)]
            public sealed class ThingsController : ControllerBase
            {
                [HttpGet]
                public string Get() => "ok";
            }
            """);

        // Analyzers do not flow through a project reference, the runtime does.
        using var program = ConsumerProject.Create(
            feed, "Microsoft.NET.Sdk.Web",
            items: $"""<ProjectReference Include="{library.Directory}/Consumer.csproj" />""");
        program.Write("Program.cs",
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.AddReliability();
            builder.Services.AddControllers();
            var app = builder.Build();
            app.MapControllers();
            app.MapReliability();
            app.Run();
            """);
        await program.BuildAsync();
        await using var service = await program.RunAsync();

        // The first answer asks every endpoint for its promise; from then on both series exist, at zero.
        await service.Client.GetStringAsync(new Uri("health", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("0 bad of 0", await PageAsync(service), StringComparison.Ordinal);
        await service.Client.GetStringAsync(new Uri("things", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("0 bad of 1", await PageAsync(service), StringComparison.Ordinal);
    }

    private static Task<string> PageAsync(RunningService service) =>
        service.Client.GetStringAsync(new Uri("reliability", UriKind.Relative), TestContext.Current.CancellationToken);
}
