using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

/// <summary>A configuration changes what attributes declare, and a bad value is refused by its name. The configuration is the process's, so these
/// tests run one after the other.</summary>
[Collection("configuration")]
public sealed class SettingsTests
{
    private static readonly FailoverPolicy s_policy = new()
    {
        Timeout = new() { Total = TimeSpan.FromSeconds(1), Attempt = TimeSpan.FromMilliseconds(300) },
        Retry = Sites.Retry,
        CircuitBreaker = Sites.Breaker,
        Fallback = new(),
    };

    private readonly FailoverSite _site = Sites.Create(s_policy);
    private readonly List<string> _said = [];

    [Fact]
    public void The_operations_own_section_goes_before_the_defaults_and_these_before_the_attribute()
    {
        using var usage = Use(
            Own("Timeout:Milliseconds", "2000"), Own("Retry:MaxAttempts", "5"), Own("CircuitBreaker:BreakSeconds", "7.5"),
            ("Reliability:Defaults:Retry:MaxAttempts", "4"), ("Reliability:Defaults:Retry:BudgetPercent", "50"));
        Assert.Equal(TimeSpan.FromSeconds(2), _site.Policy.Timeout!.Total);
        Assert.Equal(TimeSpan.FromMilliseconds(300), _site.Policy.Timeout.Attempt);
        Assert.Equal((5, 50), (_site.Policy.Retry!.MaxAttempts, _site.Policy.Retry.BudgetPercent));
        Assert.Equal(TimeSpan.FromSeconds(7.5), _site.Policy.CircuitBreaker!.Break);
    }

    [Fact]
    public void What_is_configured_ends_with_its_host()
    {
        using (Use(Own("Retry:MaxAttempts", "5")))
            Assert.Equal(5, _site.Policy.Retry!.MaxAttempts);

        Assert.Equal(s_policy, _site.Policy);
    }

    [Fact]
    public void A_second_host_takes_over_and_gives_back()
    {
        using (Use(Own("Retry:MaxAttempts", "5")))
        {
            using (Use(Own("Retry:MaxAttempts", "6")))
                Assert.Equal(6, _site.Policy.Retry!.MaxAttempts);

            Assert.Equal(5, _site.Policy.Retry!.MaxAttempts);
        }

        Assert.Equal(s_policy, _site.Policy);
    }

    [Fact]
    public void The_first_host_may_end_first()
    {
        var first = Use(Own("Retry:MaxAttempts", "5"));
        using (Use(Own("Retry:MaxAttempts", "6")))
        {
            first.Dispose();
            Assert.Equal(6, _site.Policy.Retry!.MaxAttempts);
        }

        Assert.Equal(s_policy, _site.Policy);
    }

    [Fact]
    public async Task A_breaker_is_shared_still_when_one_of_its_operations_has_new_numbers()
    {
        var clock = new FakeTimeProvider();
        var policy = new FailoverPolicy { CircuitBreaker = Sites.Breaker with { Name = Sites.Name("inventory") } };
        FailoverSite[] sites = [Sites.Create(policy, clock), Sites.Create(policy, clock), Sites.Create(policy, clock)];
        using (Use(($"Reliability:Operations:{sites[0].Operation}:CircuitBreaker:MinimumCalls", "2")))
        {
            for (var i = 0; i < 2; i++)
                Assert.IsType<IOException>(await sites[1].Outcome(clock, _ => throw new IOException("down")));

            foreach (var site in sites)
                Assert.IsType<BrokenCircuitException>(await site.Outcome(clock, _ => Task.CompletedTask));
        }

        Assert.Single(Breaker.All, breaker => breaker.Name == policy.CircuitBreaker.Name);
    }

    [Fact]
    public void A_breaker_whose_sharers_have_different_numbers_is_said()
    {
        var shared = new FailoverPolicy { CircuitBreaker = Sites.Breaker with { Name = Sites.Name("inventory") } };
        var (first, second) = (Sites.Create(shared), Sites.Create(shared));
        string Key(FailoverSite site) => $"Reliability:Operations:{site.Operation}:CircuitBreaker:BreakSeconds";
        using (Use((Key(first), "9"), (Key(second), "9")))
            Assert.Empty(_said);

        using (Use((Key(second), "9")))
        {
            var said = Assert.Single(_said);
            Assert.Contains($"'{shared.CircuitBreaker.Name}'", said, StringComparison.Ordinal);
            Assert.Contains($"'{first.Operation}'", said, StringComparison.Ordinal);
            Assert.Contains($"'{second.Operation}'", said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Timeout:Milisecond")]
    [InlineData("Retry:MaxAttempt")]
    [InlineData("Timout:Milliseconds")]
    [InlineData("Retry")]
    public void A_setting_that_there_is_not_is_said(string setting)
    {
        using var usage = Use(Own(setting, "5"), Own("Retry:Enabled", "true"));
        Assert.StartsWith($"Reliability:Operations:{_site.Operation}:{setting} configures nothing", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_that_there_are_not_are_said()
    {
        using var usage = Use(("Reliability:Defaults:Retry:MaxAttempt", "5"), ("Reliability:Defaults:Retry:MaxAttempts", "5"));
        Assert.StartsWith("Reliability:Defaults:Retry:MaxAttempt configures nothing", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_what_is_switched_off_are_not_said()
    {
        using var usage = Use(Own("Retry:Enabled", "false"), Own("Retry:MaxAttempts", "5"), Own("Timeout:Enabled", "false"), Own("Timeout:AttemptMilliseconds", "5"));
        Assert.Empty(_said);
    }

    [Fact]
    public void The_time_of_an_attempt_cannot_be_configured_where_none_is_declared()
    {
        var site = Sites.Create(new() { Timeout = new() { Total = TimeSpan.FromSeconds(1) } });
        var key = $"Reliability:Operations:{site.Operation}:Timeout:AttemptMilliseconds";
        var refusal = Assert.Throws<InvalidOperationException>(() => Use((key, "5")));
        Assert.StartsWith(key + " configures nothing", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Timeout")]
    [InlineData("Retry")]
    [InlineData("CircuitBreaker")]
    [InlineData("Fallback")]
    public void Each_of_them_can_be_switched_off(string section)
    {
        using var usage = Use(Own(section + ":Enabled", "false"));
        object?[] parts = [_site.Policy.Timeout, _site.Policy.Retry, _site.Policy.CircuitBreaker, _site.Policy.Fallback];
        Assert.Equal(3, parts.Count(part => part is not null));
        Assert.Null(typeof(FailoverPolicy).GetProperty(section)!.GetValue(_site.Policy));
    }

    [Theory]
    [InlineData("Retry:MaxAttempts", "50", "is '50', which is not a whole number from 2 to 10.")]
    [InlineData("Retry:MaxAttempts", "2.5", "is '2.5', which is not a whole number from 2 to 10.")]
    [InlineData("Retry:BudgetPercent", "0", "is '0', which is not a number above 0, at most 100.")]
    [InlineData("Timeout:Milliseconds", "soon", "is 'soon', which is not a number above 0, at most 86400000.")]
    [InlineData("Timeout:AttemptMilliseconds", "1000", "is 1000, which is not below Timeout:Milliseconds, 1000: no attempt would end before the call does.")]
    [InlineData("Retry:DelayMilliseconds", "5000", "is 5000, which is above Retry:MaxDelayMilliseconds, 2000.")]
    [InlineData("CircuitBreaker:BreakSeconds", "0.1", "is '0.1', which is not a number from 0.5 to 86400.")]
    [InlineData("Retry:Enabled", "perhaps", "is 'perhaps', which is neither true nor false.")]
    public void A_value_that_cannot_be_meant_is_refused_with_its_key_and_its_range(string setting, string value, string problem)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Use(Own(setting, value)));
        Assert.Equal($"Reliability:Operations:{_site.Operation}:{setting} {problem}", refusal.Message);
        Assert.Equal(s_policy, _site.Policy);
    }

    [Fact]
    public async Task A_host_does_not_start_with_a_bad_value()
    {
        var builder = new HostApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Reliability:Defaults:Retry:MaxAttempts", "1")]);
        builder.Services.AddReliabilityTelemetry();
        using var host = builder.Build();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Reliability:Defaults:Retry:MaxAttempts is '1'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_makes_its_configuration_known_and_reloads_it()
    {
        var builder = new HostApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new(Own("Retry:MaxAttempts", "5").Key, "5")]);
        builder.Services.AddReliabilityTelemetry();
        using (var host = builder.Build())
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            Assert.Equal(5, _site.Policy.Retry!.MaxAttempts);
            ((IConfiguration)builder.Configuration)[Own("Retry:MaxAttempts", "").Key] = "6";
            ((IConfigurationRoot)builder.Configuration).Reload();
            Assert.Equal(6, _site.Policy.Retry!.MaxAttempts);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(s_policy, _site.Policy);
    }

    [Fact]
    public void A_bad_value_that_comes_later_is_said_and_the_old_ones_stay()
    {
        var configuration = Configuration(Own("Retry:MaxAttempts", "5"));
        using var usage = OperationSettings.Use(configuration, _said.Add);
        configuration[Own("Retry:MaxAttempts", "").Key] = "99";
        configuration[Own("Timeout:Milliseconds", "").Key] = "900";
        configuration.Reload();
        Assert.Contains("MaxAttempts is '99'", Assert.Single(_said), StringComparison.Ordinal);
        Assert.Equal((5, TimeSpan.FromSeconds(1)), (_site.Policy.Retry!.MaxAttempts, _site.Policy.Timeout!.Total));
    }

    [Fact]
    public void An_operation_that_there_is_not_is_said()
    {
        using var usage = Use(("Reliability:Operations:place-oder:Retry:MaxAttempts", "5"));
        Assert.Contains("Reliability:Operations:place-oder configures nothing", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_declared_cannot_be_configured()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry });
        var key = $"Reliability:Operations:{site.Operation}:Timeout";
        var refusal = Assert.Throws<InvalidOperationException>(() => Use((key + ":Milliseconds", "5")));
        Assert.StartsWith(key + " configures nothing: '", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_breaker_keeps_its_state_where_nothing_of_it_changes()
    {
        var clock = new FakeTimeProvider();
        var site = Sites.Create(new() { CircuitBreaker = Sites.Breaker, Fallback = new(), Timeout = new() { Total = TimeSpan.FromSeconds(1) } }, clock);
        for (var i = 0; i < 4; i++)
            await site.Outcome(clock, _ => throw new IOException("down"));

        var prefix = $"Reliability:Operations:{site.Operation}:";
        using (Use((prefix + "Timeout:Milliseconds", "500")))
        {
            Assert.Equal(TimeSpan.FromMilliseconds(500), site.Policy.Timeout!.Total);
            Assert.IsType<BrokenCircuitException>(await site.Outcome(clock, _ => Task.CompletedTask));
        }

        using (Use((prefix + "CircuitBreaker:BreakSeconds", "9")))
            Assert.Null(await site.Outcome(clock, _ => Task.CompletedTask));
    }

    [Fact]
    public void Calls_that_are_counted_under_new_numbers_earn_by_the_new_numbers()
    {
        var clock = new FakeTimeProvider();
        var site = Sites.Create(new() { Retry = Sites.Retry with { BudgetPercent = 1 } }, clock);
        using var usage = Use(($"Reliability:Operations:{site.Operation}:Retry:BudgetPercent", "50"));
        var budget = RetryBudget.Of(site.Operation, clock);
        while (budget.TryTake())
        {
        }

        for (var i = 0; i < 2; i++)
            _ = site.ExecuteAsync(static (_, _) => Task.CompletedTask, 0, null, default);
        Assert.Equal(1, budget.Available, precision: 6);
    }

    private (string Key, string Value) Own(string setting, string value) => ($"Reliability:Operations:{_site.Operation}:{setting}", value);

    private OperationUsage Use(params (string Key, string Value)[] values) => OperationSettings.Use(Configuration(values), _said.Add);

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))).Build();
}
