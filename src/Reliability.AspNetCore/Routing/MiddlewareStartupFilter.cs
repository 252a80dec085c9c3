using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Reliability.AspNetCore.Routing;

/// <summary>Puts a middleware around the application's own, so that the user has no order of middleware to get wrong. The filter that is registered
/// first is the outermost.</summary>
/// <typeparam name="TMiddleware">The middleware.</typeparam>
internal sealed class MiddlewareStartupFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)] TMiddleware>
    : IStartupFilter
    where TMiddleware : class
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<TMiddleware>();
        next(app);
    };
}
