using System.Diagnostics;
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
    IOptions<ProbeExposureOptions> exposure, IOptions<HealthOptions> health, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ProbeDetail> logger)
{
    private readonly ProbeExposureOptions _exposure = exposure.Value;

    public ValueTask<bool> IsAllowedAsync(HttpContext context) => _exposure.Exposure switch
    {
        // The port of the connection is a fact; the Host header is what the caller says.
        ProbeExposure.ManagementPort => new(context.Connection.LocalPort == _exposure.ManagementPort),
        ProbeExposure.Authorized => IsAuthorizedAsync(context),
        _ => new(false),
    };

    /// <summary>No sooner than the checks may a hung identity provider hang a probe. What goes on after that has nothing of the request that
    /// was answered: neither its context nor its services.</summary>
    private async ValueTask<bool> IsAuthorizedAsync(HttpContext context)
    {
        var gone = new CancellationTokenSource();
        try
        {
            return await BeginEvaluation(context, gone.Token).WaitAsync(health.Value.Timeout, clock, context.RequestAborted).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever is wrong with the caller's credentials, the probe answers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotEvaluated(exception);
            _ = gone.CancelAsync();
            return false;
        }
    }

    /// <summary>Begins without the flow of the request, by which <see cref="IHttpContextAccessor"/> would lead back to its context.</summary>
    private Task<bool> BeginEvaluation(HttpContext context, CancellationToken aborted)
    {
        var scope = scopes.CreateAsyncScope();
        var copy = ProbeCaller.Copy(context, scope.ServiceProvider, aborted);
        var activity = Activity.Current;
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => EvaluateAsync(copy, scope, activity), CancellationToken.None);
    }

    private async Task<bool> EvaluateAsync(HttpContext context, AsyncServiceScope scope, Activity? activity)
    {
        await using (scope.ConfigureAwait(false))
        {
            // The probe is in no trace; so is what is asked for its sake.
            Activity.Current = activity;
            if (scope.ServiceProvider.GetService<IHttpContextAccessor>() is { } accessor)
                accessor.HttpContext = context;

            return await EvaluateAsync(context).ConfigureAwait(false);
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
