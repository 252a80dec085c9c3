using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Reliability.AspNetCore.Overload;

/// <summary>Puts the end of what was admitted around everything else but the measuring, so that no order of middleware can lose
/// it.</summary>
internal sealed class OverloadStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<OverloadMiddleware>();
        next(app);
    };
}
