using Checkout;
using Checkout.Catalog;
using Checkout.Orders;
using Checkout.Stock;
using Checkout.Traffic;
using OpenTelemetry.Metrics;
using Reliability;

var builder = WebApplication.CreateBuilder(args);
builder.AddReliability();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddPrometheusExporter());
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, CheckoutJson.Default));
builder.Services.AddSingleton<Faults>();
builder.Services.AddSingleton<OrderService>();
builder.Services.AddSingleton<Warehouse>();
builder.Services.AddHostedService<StockSync>();
if (builder.Environment.IsDevelopment())
    builder.Services.AddHttpClient().AddHostedService<LoadGenerator>();

var app = builder.Build();

// An entry point needs nothing but the attribute; this one is measured at the HTTP edge.
app.MapPost("/orders", [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 300, Runbook = "samples/Checkout/runbooks/post-orders.md")]
    async (Order order, OrderService orders, CancellationToken cancellationToken) =>
    {
        var receipt = await orders.PlaceOrderAsync(order, cancellationToken);
        return Results.Created($"/orders/{receipt.Number}", receipt);
    });

app.MapCatalog();
app.MapReliability();
app.MapPrometheusScrapingEndpoint();
if (app.Environment.IsDevelopment())
    app.MapFaults();

app.Run();
