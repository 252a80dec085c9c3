using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>What is said at start of a program whose assemblies were fine each for itself.</summary>
public class DeclarationChecksTests
{
    [Fact]
    public void A_name_that_promises_two_things_is_logged()
    {
        var first = Sites.Availability(99m);
        var other = OperationSite.Create(first.Service, first.Operation with { Function = "Other.Run" });

        Assert.Same(first, other);
        Assert.Contains($"under the name {first.Operation.Name}; Other.Run is counted", Assert.Single(Log([first], Conflicts(first))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_operation_announced_twice_is_no_conflict()
    {
        var site = Sites.Availability(99m);

        Assert.Same(site, OperationSite.Create(site.Service, site.Operation));
        Assert.Empty(Conflicts(site));
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1001, 1)]
    public void More_series_than_are_exported_are_logged(int objectives, int messages)
    {
        var site = Sites.Availability(99m);
        Assert.Equal(messages, Log(Enumerable.Repeat(site, objectives), []).Count);
    }

    private static List<Operation> Conflicts(OperationSite site) =>
        [.. OperationRegistry.Conflicts.Where(operation => operation.Name == site.Operation.Name)];

    private static List<string> Log(IEnumerable<OperationSite> sites, IEnumerable<Operation> conflicts)
    {
        var log = new Messages();
        new DeclarationChecks(log, new(new ServiceCollection())).Check(sites, conflicts);
        return log.Errors;
    }

    private sealed class Messages : ILogger<DeclarationChecks>
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Errors.Add(formatter(state, exception));
    }
}
