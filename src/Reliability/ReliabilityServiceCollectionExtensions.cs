using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using Reliability;
using Reliability.Decorating;
using Reliability.Model;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the measuring of operations.</summary>
public static class ReliabilityServiceCollectionExtensions
{
    /// <summary>Publishes the events of all <c>[Slo]</c> operations through OpenTelemetry, whoever configures it, and keeps
    /// their error budgets in the process. Calling it again changes nothing.</summary>
    /// <remarks>A web service calls <c>builder.AddReliability()</c>, which includes this.</remarks>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddReliabilityTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(ErrorBudgets)))
            return services;

        ReliabilityMetrics.EnsureCreated();
        Counting.TurnOn();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ErrorBudgets>();
        DecoratedServices.Of(services);
        services.AddSingleton<OperationSettingsService>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<OperationSettingsService>());
        services.AddSingleton<IHostedService, DeclarationChecks>();
        services.AddSingleton<IHostedService, BudgetSampler>();

        // A meter that somebody must remember to add is a meter that is silent.
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(Telemetry.Meter));
        return services;
    }
}
