using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Decorating;

namespace Reliability;

/// <summary>The decorators of the process. Filled by emitted code when its assembly loads; read by
/// <c>AddOperationDecorators()</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OperationDecorators
{
    // Weak, so that a plug-in can be unloaded.
    private static readonly ConditionalWeakTable<Type, ServiceDecorator> s_byInterface = [];

    /// <summary>The interfaces that have a decorator.</summary>
    internal static IEnumerable<Type> Interfaces => s_byInterface.Select(pair => pair.Key);

    /// <summary>Announces the decorator of an interface. Called by emitted code.</summary>
    /// <typeparam name="TService">The interface.</typeparam>
    /// <param name="decorate">Puts the decorator before an implementation.</param>
    public static void Add<TService>(Func<TService, TService> decorate)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(decorate);
        s_byInterface.AddOrUpdate(typeof(TService), new ClosedDecorator(typeof(TService), inner => decorate((TService)inner)));
    }

    /// <summary>Announces the decorator of a generic interface. Called by emitted code.</summary>
    /// <param name="service">The interface, without arguments.</param>
    /// <param name="decorator">The class, without arguments.</param>
    public static void Add(Type service, [DynamicallyAccessedMembers(OpenDecorator.Members)] Type decorator)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(decorator);
        s_byInterface.AddOrUpdate(service, new OpenDecorator(service, decorator));
    }

    /// <summary>The implementation behind a decorator that a container makes of an open type. Called by emitted code.</summary>
    /// <typeparam name="TService">The interface.</typeparam>
    /// <param name="provider">The container.</param>
    /// <param name="key">The key by which the decorator was asked for, or null.</param>
    public static TService Inner<TService>(IServiceProvider provider, object? key)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.GetRequiredService<DecoratedServices>().Inner<TService>(provider, key);
    }

    /// <summary>Disposes an implementation for a caller who does not wait. Called by emitted code.</summary>
    /// <param name="inner">The implementation.</param>
    public static void Dispose(object inner)
    {
        switch (inner)
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
            case IAsyncDisposable:
                throw new InvalidOperationException($"'{inner.GetType()}' can only be disposed asynchronously: dispose the container with DisposeAsync.");
        }
    }

    /// <summary>Disposes an implementation. Called by emitted code.</summary>
    /// <param name="inner">The implementation.</param>
    public static ValueTask DisposeAsync(object inner)
    {
        if (inner is IAsyncDisposable disposable)
            return disposable.DisposeAsync();

        Dispose(inner);
        return ValueTask.CompletedTask;
    }

    /// <summary>The decorator for a service type, or null.</summary>
    internal static ServiceDecorator? Find(Type service)
    {
        // A library is loaded when something of it is first used, which may be never before its interfaces are registered.
        // Ahead-of-time compiled programs announce everything when they start.
        if (service.IsInterface && RuntimeFeature.IsDynamicCodeSupported)
            RuntimeHelpers.RunModuleConstructor(service.Module.ModuleHandle);

        if (s_byInterface.TryGetValue(service, out var decorator))
            return decorator;

        return service is { IsConstructedGenericType: true } && s_byInterface.TryGetValue(service.GetGenericTypeDefinition(), out var open)
            ? ((OpenDecorator)open).Close(service)
            : null;
    }
}
