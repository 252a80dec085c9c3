using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>Puts the end of what was admitted around everything else but the measuring, so that no order of middleware can lose
/// it.</summary>
internal sealed class OverloadStartupFilter(IOptions<OverloadOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        OverloadSettings.Current = options.Value;
        return app =>
        {
            app.UseMiddleware<OverloadMiddleware>();
            next(app);
        };
    }
}
