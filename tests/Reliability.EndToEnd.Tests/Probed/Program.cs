using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

// A service with a dependency that does as it is told: answers, throws, or hangs and heeds no token.
var builder = WebApplication.CreateBuilder(args);
var management = builder.Configuration.GetValue<int>("Reliability:Probes:ManagementPort");
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Listen(IPAddress.Loopback, 0);
    kestrel.Listen(IPAddress.Loopback, management);
});
builder.AddReliability();

var mode = "answers";
var calls = 0;
var released = new TaskCompletionSource();
builder.Services.AddHealthChecks().AddAsyncCheck("inventory", async () =>
{
    Interlocked.Increment(ref calls);
    switch (mode)
    {
        case "throws":
            var inner = new InvalidOperationException("Server=db;Password=hunter2");
            throw new AggregateException("Login failed for Server=db;Password=hunter2", inner);
        case "tells":
            var told = new InvalidOperationException("Server=db;Password=hunter2");
            return HealthCheckResult.Unhealthy(told.Message, told, new Dictionary<string, object> { ["error"] = told.ToString() });
        case "hangs":
            await released.Task;
            break;
    }

    return HealthCheckResult.Healthy();
}, ["ready"]);

var app = builder.Build();
app.MapPost("/inventory/{mode}", (string mode) => SetMode(mode));
app.MapGet("/inventory/calls", () => Volatile.Read(ref calls));
app.MapReliability();
app.Run();

void SetMode(string next)
{
    mode = next;
    if (mode != "hangs")
        Interlocked.Exchange(ref released, new()).TrySetResult();
}
