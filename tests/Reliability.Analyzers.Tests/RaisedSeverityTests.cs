using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests;

/// <summary>Some rules only suggest, and warn where the code around makes an outage of it.</summary>
public class RaisedSeverityTests
{
    private const string Queue = """
        using Microsoft.AspNetCore.Mvc;
        using System.Threading.Channels;

        public interface IQueue
        {
            void Add(string item);
        }

        public sealed class Queue : IQueue
        {
            private readonly Channel<string> _items = Channel.CreateUnbounded<string>();

            public void Add(string item) => _items.Writer.TryWrite(item);
        }
        """;

    [Fact]
    public async Task A_queue_that_requests_fill_is_a_warning_that_names_them()
    {
        var report = Assert.Single(await Reports("REL0701", Queue + """

            [ApiController]
            public sealed class OrdersController(IQueue queue) : ControllerBase
            {
                [HttpPost("/orders")]
                public void Post(string order) => queue.Add(order);
            }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
        Assert.Contains("'OrdersController.Post'", report.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IHostedService", DiagnosticSeverity.Warning)]
    [InlineData("IAsyncDisposable", DiagnosticSeverity.Info)]
    public async Task A_wait_that_the_host_waits_for_is_a_warning(string type, DiagnosticSeverity severity)
    {
        var report = Assert.Single(await Reports("REL0901", $$"""
            public sealed class Worker : {{type}}
            {
                private readonly Thread _thread = new(() => { });

                public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

                {{(type == "IHostedService" ? "public Task StopAsync(CancellationToken cancellationToken)" : "public ValueTask DisposeAsync()")}}
                {
                    _thread.Join();
                    return default!;
                }
            }
            """));
        Assert.Equal(severity, report.Severity);
    }

    private static async Task<IEnumerable<Diagnostic>> Reports(string id, string code) => await Cases.Reports(
        Catalogue.Rules.Single(rule => rule.Descriptor.Id == id),
        new(id, CaseKind.Bad, "raised", "Service", code, Fixed: null, After: null, Options: ""),
        code);
}
