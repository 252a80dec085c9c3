using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Deadlines;
using Reliability.Overload;

namespace Reliability.Hosting.Tests.Overload;

/// <summary>What holds for calls and gates holds in a worker, too.</summary>
public sealed class WorkerOverloadTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_call_carries_deadline_and_criticality_and_the_next_one_does_not(int registrations)
    {
        using var wire = new Wire();
        using var host = Build(registrations, wire);
        using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        using (CallCriticality.Begin(Criticality.Sheddable))
        using (Deadline.Begin(TimeSpan.FromMinutes(10)))
            (await client.GetAsync(new Uri("http://other/"), Cancelled)).Dispose();

        (await client.GetAsync(new Uri("http://other/"), Cancelled)).Dispose();
        Assert.Equal(["reliability.criticality", "reliability.deadline"], wire.Told[0].Split(',').Select(entry => entry.Split('=')[0]).Order());
        Assert.EndsWith("reliability.criticality=sheddable", wire.Told[0], StringComparison.Ordinal);
        Assert.Equal("", wire.Told[1]);
        Assert.Equal(2, wire.Told.Count);
    }

    [Fact]
    public async Task A_call_is_not_begun_when_there_is_no_time_left()
    {
        using var wire = new Wire();
        using var host = Build(1, wire);
        using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        using (Deadline.Begin(TimeSpan.Zero))
            await Assert.ThrowsAsync<DeadlineExceededException>(() => client.GetAsync(new Uri("http://other/"), Cancelled));

        Assert.Empty(wire.Told);
    }

    [Fact]
    public async Task The_configuration_is_in_force_before_any_work_begins()
    {
        var before = OverloadSettings.Current;
        var early = new Early();
        using var host = Build(1, null, services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(early)), ("Reliability:Overload:RetryAfter", "00:00:07"));
        try
        {
            await host.StartAsync(Cancelled);
            Assert.Equal(TimeSpan.FromSeconds(7), early.Seen);
            await host.StopAsync(Cancelled);
        }
        finally
        {
            OverloadSettings.Current = before;
        }
    }

    [Theory]
    [InlineData("RetryAfter", "00:00:00")]
    [InlineData("SheddableShare", "0")]
    [InlineData("ClockTolerance", "01:00:00")]
    public async Task Options_that_cannot_be_meant_stop_the_start_and_name_themselves(string key, string value)
    {
        using var host = Build(1, null, null, ($"Reliability:Overload:{key}", value));
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancelled));
        Assert.Contains($"Reliability:Overload:{key}", refusal.Message);
    }

    private static IHost Build(int registrations, Wire? wire, Action<IServiceCollection>? configure = null, params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("Reliability:Probes:Enabled", "false")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        for (var i = 0; i < registrations; i++)
            builder.AddReliability();

        if (wire is not null)
            builder.Services.AddHttpClient(Options.DefaultName).ConfigurePrimaryHttpMessageHandler(() => wire);

        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class Wire : HttpMessageHandler
    {
        public List<string> Told { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Told.Add(request.Headers.TryGetValues("baggage", out var baggage) ? string.Join(',', baggage) : "");
            return Task.FromResult(new HttpResponseMessage());
        }
    }

    private sealed class Early : IHostedService
    {
        public TimeSpan Seen { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Seen = OverloadSettings.Current.RetryAfter;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
