using Microsoft.AspNetCore.Mvc;
using Reliability;

[assembly: Service("checkout", Tier = ServiceTier.Critical, System = "shop")]
[assembly: Owner("payments", OnCall = "pagerduty:PABC123", Chat = "#payments")]

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
var app = builder.Build();
app.MapControllers();

// every way to map a handler
app.MapGet("/lambda", [Slo(99.9)] () => "a");
app.MapPost("/lambda", [Slo<Shop.CustomerFacing>(Runbook = "docs/runbooks/lambda.md")] async (HttpContext context) => await context.Response.WriteAsync("a"));
app.MapGet("/cast", (Delegate)([Slo(99.9, Name = "cast")] () => "a"));
app.MapGet("/group", Shop.Handlers.Group);
app.MapGet("/local", Local);
var kept = [Slo(99.9, Name = "kept")] () => "a";
app.MapGet("/kept", kept);
app.MapGroup("/v1").MapDelete("/{id:int}", [Slo(99.9)] (int id) => Results.NoContent()).WithName("delete");
app.Run();

[Slo(99)]
static string Local() => "a";

namespace Shop
{
    [Availability(99.9), Latency(50, Milliseconds = 100), Latency(99, Milliseconds = 300), Window(Days = 28)]
    public class CustomerFacing : SloProfile;

    [Availability(99.95)]
    public sealed class Payments : CustomerFacing;

    [Window(Days = 7)]
    public abstract class Weekly : SloProfile;

    internal static class Handlers
    {
        [Slo(99.9)]
        internal static string Group() => "a";
    }

    [Slo<CustomerFacing>(Name = "catalog")]
    public class CatalogController : ControllerBase
    {
        [HttpGet("/catalog")]
        public string List() => "[]";

        [HttpGet("/catalog/{id}"), Slo(99)]
        public string Get(int id) => "{}";
    }

    public partial class OrderService<TOrder>
        where TOrder : class
    {
        [Slo<Payments>]
        public partial Task<TOrder> PlaceAsync(TOrder order, CancellationToken cancellationToken = default);

        private async Task<TOrder> PlaceAsyncCore(TOrder order, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            return order;
        }

        [Slo(99.5, Exclude = [typeof(ArgumentException)])]
        public partial bool TryCancel(int id, out string? why);

        private bool TryCancelCore(int id, out string? why)
        {
            why = null;
            return id > 0;
        }
    }
}
