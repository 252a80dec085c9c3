using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Puts the counting of requests outside of everything else: a request has not ended while any middleware works on it.</summary>
internal sealed class LifecycleStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<LifecycleMiddleware>();
        next(app);
    };
}
