using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reliability.AspNetCore.Tests;

/// <summary>What somebody believes in that a web service does not read.</summary>
public sealed class UnreadProbeSettingsTests
{
    [Theory]
    [InlineData("Port", "9090", "ASPNETCORE_HTTP_PORTS")]
    [InlineData("Address", "127.0.0.1", "Kestrel:Endpoints")]
    [InlineData("Enabled", "false", "app.MapReliability()")]
    public async Task A_web_service_says_which_settings_are_those_of_workers(string name, string value, string cure)
    {
        var warning = Assert.Single(await WarningsAsync((name, value)));
        Assert.StartsWith($"Reliability:Probes:{name} is '{value}', which changes nothing: ", warning, StringComparison.Ordinal);
        Assert.Contains(cure, warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_read_or_is_the_case_anyway_is_no_reason_to_warn() =>
        Assert.Empty(await WarningsAsync(("Enabled", "True"), ("Exposure", "StatusOnly")));

    private static async Task<IReadOnlyCollection<string>> WarningsAsync(params (string Name, string Value)[] settings)
    {
        using var log = new Warnings();
        await using var service = await TestService.StartAsync(
            _ => { },
            builder => builder.Services.AddSingleton<ILoggerProvider>(log),
            "Production", [.. settings.Select(it => ($"Reliability:Probes:{it.Name}", (string?)it.Value))]);
        return [.. log.Messages.Where(message => message.Contains("Reliability:Probes", StringComparison.Ordinal))];
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Messages.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
