using Consumer;
using OpenTelemetry.Metrics;
using Reliability;

[assembly: Service("shop", Tier = ServiceTier.High)]
[assembly: Owner("payments", OnCall = "pagerduty:P1")]

var builder = WebApplication.CreateBuilder(args);
builder.AddReliability();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddPrometheusExporter());
builder.Services.AddHttpClient<Poller>();
builder.Services.AddSingleton<Work>();

var app = builder.Build();
app.MapReliability();
app.MapPrometheusScrapingEndpoint();
app.MapGet("/ok", [Slo(99.9)] () => "ok");
app.MapPost("/inject", (Work work, int good, int bad) =>
{
    // All of it between two scrapes, so that every window sees the same share.
    for (var i = 0; i < good; i++)
        work.Do(fail: false);

    for (var i = 0; i < bad; i++)
    {
        try
        {
            work.Do(fail: true);
        }
        catch (TimeoutException)
        {
            // Injected.
        }
    }
});
app.Run();
