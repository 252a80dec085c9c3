using Microsoft.Extensions.Configuration;
using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>The configuration changes what a capacity declares. It is the process's, so these tests run alone.</summary>
[Collection(nameof(Alone))]
public sealed class CapacitySettingsTests
{
    private readonly List<string> _said = [];

    [Fact]
    public async Task A_gate_follows_the_configuration_until_its_host_has_ended()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 2, QueueLimit = 1 });
        var configuration = Configuration(Key(gate, "MaxConcurrency"), "1");
        using (OperationSettings.Use(configuration, _said.Add))
        {
            Assert.Equal(1, gate.Admissions.Limit);
            using var first = await gate.EnterAsync(TestContext.Current.CancellationToken);
            configuration[Key(gate, "QueueLimit")] = "0";
            configuration.Reload();
            await Assert.ThrowsAsync<OverloadedException>(async () => await gate.EnterAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(2, gate.Admissions.Limit);
        Assert.Empty(_said);
    }

    [Fact]
    public void A_gate_that_is_made_later_follows_it_as_well()
    {
        var name = "late-" + Guid.NewGuid().ToString("N");
        using var usage = OperationSettings.Use(Configuration($"Reliability:Operations:{name}:Capacity:MaxConcurrency", "7"), _said.Add);
        Assert.Equal(7, AdmissionGate.Create(new() { Name = "gates" }, name, new() { MaxConcurrency = 2 }).Admissions.Limit);
    }

    [Fact]
    public void A_declared_least_gives_way_to_a_limit_that_is_turned_down_and_a_configured_one_does_not()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 64, MinConcurrency = 8, IsAdaptive = true });
        var configuration = Configuration(Key(gate, "MaxConcurrency"), "4");
        using var usage = OperationSettings.Use(configuration, _said.Add);
        Assert.Equal(4, gate.Admissions.Limit);

        configuration[Key(gate, "MinConcurrency")] = "5";
        configuration.Reload();
        Assert.Equal($"{Key(gate, "MinConcurrency")} is 5, which is above Capacity:MaxConcurrency, 4.", Assert.Single(_said));
        Assert.Equal(4, gate.Admissions.Limit);

        configuration[Key(gate, "MaxConcurrency")] = "32";
        configuration.Reload();
        Assert.Equal(5, gate.Admissions.Limit);
    }

    [Fact]
    public void What_is_still_wrong_is_not_said_with_every_change()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 2 });
        var configuration = Configuration(Key(gate, "MaxConcurrency"), "1");
        using var usage = OperationSettings.Use(configuration, _said.Add);
        foreach (var value in (string[])["x", "x", "3", "x"])
        {
            configuration[Key(gate, "MaxConcurrency")] = value;
            configuration.Reload();
        }

        Assert.Equal(2, _said.Count);
        Assert.Equal(3, gate.Admissions.Limit);
    }

    private static string Key(AdmissionGate gate, string setting) => $"Reliability:Operations:{gate.Operation}:Capacity:{setting}";

    private static IConfigurationRoot Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build();

    /// <summary>Another test must not take the word from these.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
#pragma warning disable CA1034 // xunit finds it here, and nobody else needs it
    public sealed class Alone;
#pragma warning restore CA1034
}
