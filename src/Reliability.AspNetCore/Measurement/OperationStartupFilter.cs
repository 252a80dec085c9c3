using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Reliability.AspNetCore.Measurement;

/// <summary>Puts the measuring outside of everything else, so that it sees the status that the caller sees and the user has
/// no order of middleware to get wrong.</summary>
internal sealed class OperationStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<OperationMiddleware>();
        next(app);
    };
}
