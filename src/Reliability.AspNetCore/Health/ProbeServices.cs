using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Health;

/// <summary>Registers what the endpoints of probes need besides the health itself.</summary>
internal static class ProbeServices
{
    public static void AddReliabilityProbes(this IServiceCollection services)
    {
        services.AddOptions<ProbeExposureOptions>().BindConfiguration(ProbeExposureOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProbeExposureOptions>, ProbeExposureValidator>();
        services.AddSingleton<ProbeDetail>();
        services.AddSingleton<IHostedService, ManagementPortCheck>();
    }
}
