using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Health;

/// <summary>Refuses options by which nobody, or somebody else than was meant, would see details.</summary>
internal sealed class ProbeExposureValidator(IServiceProvider services) : IValidateOptions<ProbeExposureOptions>
{
    private const string ExposureKey = $"{ProbeExposureOptions.Section}:{nameof(ProbeExposureOptions.Exposure)}";
    private const string PortKey = $"{ProbeExposureOptions.Section}:{nameof(ProbeExposureOptions.ManagementPort)}";
    private const string PolicyKey = $"{ProbeExposureOptions.Section}:{nameof(ProbeExposureOptions.Policy)}";

    public ValidateOptionsResult Validate(string? name, ProbeExposureOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(ProbeExposureOptions options)
    {
        if (!Enum.IsDefined(options.Exposure))
            yield return $"{ExposureKey} is {(int)options.Exposure}, which means nothing. Choose StatusOnly, Authorized or ManagementPort.";

        foreach (var problem in PortProblems(options).Concat(PolicyProblems(options)))
            yield return problem;
    }

    private static IEnumerable<string> PortProblems(ProbeExposureOptions options)
    {
        var isUsed = options.Exposure == ProbeExposure.ManagementPort;
        if (isUsed && options.ManagementPort is not (> 0 and <= 65535))
        {
            yield return $"{ExposureKey} is ManagementPort and {PortKey} is {options.ManagementPort?.ToString() ?? "not set"}: nobody could see the "
                + $"details. Set {PortKey} to a port that the service listens on, 1 to 65535.";
        }

        if (!isUsed && options.ManagementPort is { } port)
        {
            yield return $"{PortKey} is {port} and {ExposureKey} is {options.Exposure}: the port would not matter. Set {ExposureKey} to ManagementPort, "
                + "or remove the port.";
        }
    }

    private IEnumerable<string> PolicyProblems(ProbeExposureOptions options)
    {
        var isUsed = options.Exposure == ProbeExposure.Authorized;
        if (!isUsed && options.Policy is { } policy)
        {
            yield return $"{PolicyKey} is '{policy}' and {ExposureKey} is {options.Exposure}: nobody would be asked for it. Set {ExposureKey} to "
                + "Authorized, or remove the policy.";
        }

        if (isUsed && services.GetService<IPolicyEvaluator>() is null)
            yield return $"{ExposureKey} is Authorized and the service has no authorization. Call builder.Services.AddAuthorization().";
        else if (isUsed && options.Policy is { } required && !Exists(required))
            yield return $"{PolicyKey} is '{required}', and there is no such authorization policy. Add it in AddAuthorization(), or correct its name.";
    }

    // Options are checked once, before the service serves anybody.
    private bool Exists(string policy) => services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(policy).GetAwaiter().GetResult() is not null;
}
