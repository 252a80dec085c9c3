using Reliability.Decorating;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Counts the calls of interfaces.</summary>
public static class OperationDecoratorServiceCollectionExtensions
{
    /// <summary>Puts a decorator before every registered implementation of an interface that carries an <c>[Slo]</c>, or has a
    /// method that does. Lifetimes, keys and order stay, and the container goes on to own the implementations. Called after the
    /// last registration; what is added later is logged as an error when the program starts. Calling it again decorates only
    /// what is new.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    /// <exception cref="NotSupportedException">A registration cannot be decorated. The message says why, and what can.</exception>
    public static IServiceCollection AddOperationDecorators(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        DecoratedServices.Of(services).Decorate();
        return services;
    }
}
