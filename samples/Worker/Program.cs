using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using Worker;
using Worker.Invoices;
using Worker.Rates;

var builder = Host.CreateApplicationBuilder(args);

// Measures the promises, answers probes on port 8081, and ends without losing an invoice.
builder.AddReliability();

// Nobody can scrape a process that has no web server: it pushes, where OTEL_EXPORTER_OTLP_ENDPOINT says so.
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
    builder.Services.AddOpenTelemetry().WithMetrics().UseOtlpExporter();

builder.Services.Configure<WorkerOptions>(builder.Configuration.GetSection("Worker"));
builder.Services.AddSingleton<ExchangeRates>();
builder.Services.AddSingleton<InvoiceFolder>();
builder.Services.AddSingleton<InvoiceImport>();

// The last one ends first: invoices need rates.
builder.Services.AddHostedService<RateRefresh>();
builder.Services.AddHostedService<InvoiceConsumer>();

builder.Build().Run();
