using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Hosting.Lifecycle;

namespace Reliability.Hosting.Tests.Lifecycle;

/// <summary>An end is judged by the timeouts that hold, and not by what the source once said. They are the process's, so these tests run
/// alone.</summary>
[Collection(nameof(Alone))]
public sealed class TimeoutsInForceTests : IDisposable
{
    private readonly Import _import = new();

    public TimeoutsInForceTests() => OperationSettings.Register(_import);

    public void Dispose() => _import.Declare(null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timeout_that_the_configuration_shortens_keeps_no_host_from_starting(bool drainFirst)
    {
        _import.Declare(60);
        using var host = Build("1000", drainFirst);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal((TimeSpan.FromSeconds(1), _import.Name), LongestTimeout.InForce);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timeout_that_the_configuration_makes_too_long_does(bool drainFirst)
    {
        _import.Declare(1);
        using var host = Build("60000", drainFirst);
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"60 s (the timeout of {_import.Name})", failure.Message, StringComparison.Ordinal);
        Assert.False(host.Services.GetServices<IHostedService>().OfType<Begun>().Single().IsBegun);
    }

    [Fact]
    public async Task What_was_configured_counts_no_more_when_its_host_has_ended()
    {
        _import.Declare(2);
        using (var host = Build("3000", drainFirst: false))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            Assert.Equal(TimeSpan.FromSeconds(3), LongestTimeout.InForce.Timeout);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(TimeSpan.FromSeconds(2), LongestTimeout.InForce.Timeout);
        _import.Declare(null);
        Assert.Equal(default, LongestTimeout.InForce);
    }

    private IHost Build(string milliseconds, bool drainFirst)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration[$"Reliability:Operations:{_import.Name}:Timeout:Milliseconds"] = milliseconds;
        builder.Services.AddHostedService<Begun>();
        if (drainFirst)
            builder.Services.AddDrain();

        builder.Services.AddReliabilityTelemetry();
        builder.Services.AddDrain();
        return builder.Build();
    }

    /// <summary>Another test must not see the timeouts of these.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
#pragma warning disable CA1034 // xunit finds it here, and nobody else needs it
    public sealed class Alone;
#pragma warning restore CA1034

    private sealed class Begun : IHostedService
    {
        public bool IsBegun { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            IsBegun = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>An operation as the failover package makes one of a [Timeout].</summary>
    private sealed class Import : IConfiguredOperation
    {
        private double? _seconds;

        public string Name { get; } = "import-" + Guid.NewGuid().ToString("N");

        public string? Problem => null;

        public void Declare(double? seconds)
        {
            _seconds = seconds;
            LongestTimeout.Set(this, Time(seconds * 1000), Name);
        }

        public Action Read(OperationValues values)
        {
            var milliseconds = _seconds is { } seconds ? values.Number("Timeout:Milliseconds", seconds * 1000, new(0, 86_400_000)) : (double?)null;
            return () => LongestTimeout.Set(this, Time(milliseconds), Name);
        }

        private static TimeSpan? Time(double? milliseconds) => milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null;
    }
}
