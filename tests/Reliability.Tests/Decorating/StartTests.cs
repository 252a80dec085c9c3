using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reliability.Tests.Decorating;

/// <summary>A decorator that is missing is not missing silently.</summary>
public class StartTests
{
    [Fact]
    public async Task A_forgotten_call_is_logged() =>
        Assert.Contains($"{typeof(IPart)} is registered without the decorator", Assert.Single(await Errors(services => services.AddSingleton<IPart, Part>())), StringComparison.Ordinal);

    [Fact]
    public async Task The_cure_is_logged() =>
        Assert.Contains("services.AddOperationDecorators()", Assert.Single(await Errors(services => services.AddSingleton<IPart, Part>())), StringComparison.Ordinal);

    [Fact]
    public async Task A_service_that_comes_after_the_call_is_logged() =>
        Assert.Contains(nameof(IPart), Assert.Single(await Errors(services => services.AddSingleton<IStock, Stock>().AddOperationDecorators().AddSingleton<IPart, Part>())), StringComparison.Ordinal);

    [Fact]
    public async Task A_service_with_a_key_is_logged_too() =>
        Assert.Contains(nameof(IPart), Assert.Single(await Errors(services => services.AddOperationDecorators().AddKeyedSingleton<IPart, Part>("a"))), StringComparison.Ordinal);

    [Fact]
    public async Task A_generic_service_is_logged_with_arguments_and_without() =>
        Assert.Equal(2, (await Errors(services => services.AddSingleton(typeof(IBox<>), typeof(Box<>)).AddSingleton<IBox<int>, NumberBox>())).Count);

    [Fact]
    public async Task An_interface_that_inherits_operations_without_a_decorator_of_its_own_is_logged() =>
        Assert.Contains(
            $"{typeof(IGrandchild)} inherits {typeof(IChild)}",
            Assert.Single(await Errors(services => services.AddSingleton<IGrandchild, Child>().AddOperationDecorators()), error => error.Contains(typeof(IChild).ToString(), StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public async Task Nothing_is_logged_where_all_is_well() => Assert.Empty(await Errors(services => services
        .AddSingleton<IPart, Part>()
        .AddKeyedSingleton<IPart, Part>(KeyedService.AnyKey)
        .AddKeyedSingleton<ITool, Tool>("a")
        .AddScoped(typeof(IBox<>), typeof(Box<>))
        .AddScoped(typeof(ICrate<>), typeof(Crate<>))
        .AddSingleton<IChild, Child>()
        .AddSingleton<IStock, Stock>()
        .AddOperationDecorators()
        .AddOperationDecorators()));

    [Fact]
    public async Task Nothing_is_logged_of_what_another_decorator_is_put_before() => Assert.Empty(await Errors(services => services
        .AddSingleton<IPart, Part>()
        .Decorate<IPart, CachingPart>()
        .AddOperationDecorators()));

    /// <summary>The errors of a program that starts.</summary>
    private static async Task<IReadOnlyList<string>> Errors(Action<IServiceCollection> register)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = Environments.Development });
        using var errors = new ErrorLog();
        builder.Logging.AddProvider(errors);
        builder.Services.AddReliabilityTelemetry();
        register(builder.Services);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
        return [.. errors.All.Where(error => error.Contains("decorator", StringComparison.Ordinal))];
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All => _all;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
