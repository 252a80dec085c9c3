using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Hosting;

namespace Reliability.AspNetCore.Health;

/// <summary>Decides who may see the details of a probe.</summary>
internal sealed partial class ProbeDetail(
    IOptions<ProbeExposureOptions> exposure, IOptions<HealthOptions> health, TimeProvider clock, ILogger<ProbeDetail> logger)
{
    private readonly ProbeExposureOptions _exposure = exposure.Value;

    public ValueTask<bool> IsAllowedAsync(HttpContext context) => _exposure.Exposure switch
    {
        // The port of the connection is a fact; the Host header is what the caller says.
        ProbeExposure.ManagementPort => new(context.Connection.LocalPort == _exposure.ManagementPort),
        ProbeExposure.Authorized => IsAuthorizedAsync(context),
        _ => new(false),
    };

    /// <summary>No sooner than the checks may a hung identity provider hang a probe.</summary>
    private async ValueTask<bool> IsAuthorizedAsync(HttpContext context)
    {
        try
        {
            return await EvaluateAsync(context).WaitAsync(health.Value.Timeout, clock, context.RequestAborted).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever is wrong with the caller's credentials, the probe answers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotEvaluated(exception);
            return false;
        }
    }

    private async Task<bool> EvaluateAsync(HttpContext context)
    {
        var policies = context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>();
        var policy = _exposure.Policy is { } name
            ? await policies.GetPolicyAsync(name).ConfigureAwait(false)
            : await policies.GetDefaultPolicyAsync().ConfigureAwait(false);
        if (policy is null)
            return false;

        var evaluator = context.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        var authorized = await evaluator.AuthorizeAsync(policy, authenticated, context, context).ConfigureAwait(false);
        return authorized.Succeeded;
    }

    [LoggerMessage(LogLevel.Warning, "Whether the caller of a probe may see details could not be found out; the probe answered with its status.")]
    private partial void LogNotEvaluated(Exception exception);
}
