using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Trace;

namespace Reliability.AspNetCore.Tests;

/// <summary>With the real SDK: probes and what their checks call are in no trace.</summary>
public sealed class ProbeTraceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Probes_stay_out_of_the_traces(bool byInstrumentation)
    {
        var exported = new List<Activity>();
        using var source = new ActivitySource($"{nameof(ProbeTraceTests)}-{byInstrumentation}");

        // The framework's source is the process's: the exporter also hears the requests of tests that run beside this one.
        var own = new ConcurrentDictionary<ActivityTraceId, byte>();
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.Use(async (context, next) =>
                {
                    if (context.Features.Get<IHttpActivityFeature>() is { Activity: { } request })
                        own.TryAdd(request.TraceId, 0);

                    // A span of the program's own, around everything.
                    using var span = source.StartActivity("around");
                    await next();
                });
                app.MapGet("/traced", () =>
                {
                    using var span = source.StartActivity("query");
                    return "ok";
                });
            },
            builder =>
            {
                builder.Services.AddHealthChecks().AddCheck(
                    "dependency",
                    () =>
                    {
                        using var span = source.StartActivity("ping");
                        return HealthCheckResult.Healthy();
                    },
                    ["ready"]);
                builder.Services.AddOpenTelemetry().WithTracing(traces =>
                {
                    traces.AddSource(source.Name).AddInMemoryExporter(exported);
                    if (byInstrumentation)
                        traces.AddAspNetCoreInstrumentation();
                    else
                        traces.AddSource("Microsoft.AspNetCore");
                });
            });
        foreach (var path in new[] { "/health", "/alive", "/health/ready", "/health/startup", "/health/live", "/health/nowhere", "/traced" })
        {
            using var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        }

        // The server ends the span of a request a moment after the client has its answer; that of /traced is the last.
        List<Activity> spans;
        for (var i = 0; ; i++)
        {
            lock (exported)
                spans = [.. exported.Where(span => span.Source == source || own.ContainsKey(span.TraceId))];

            if (spans.Count >= 3 || i == 1500)
                break;

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["around", "query"], spans.Where(span => span.Source == source).Select(span => span.OperationName).Order());
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        Assert.Single(spans, span => span.Source != source);
    }
}
