using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Decorating;

/// <summary>What <c>AddOperationDecorators()</c> has done to the services of one program, and what it has not.</summary>
internal sealed class DecoratedServices(IServiceCollection services)
{
    private readonly HashSet<ServiceDescriptor> _done = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<OpenKey, ServiceDescriptor> _open = [];

    /// <summary>That of a collection; there is one.</summary>
    public static DecoratedServices Of(IServiceCollection services)
    {
        foreach (var descriptor in services)
        {
            if (descriptor.ServiceType == typeof(DecoratedServices))
                return (DecoratedServices)descriptor.ImplementationInstance!;
        }

        var created = new DecoratedServices(services);
        services.AddSingleton(created);
        return created;
    }

    /// <summary>Decorates every service that is not decorated yet.</summary>
    public void Decorate()
    {
        for (var (i, count) = (0, services.Count); i < count; i++)
        {
            if (DecoratorOf(services[i]) is { } decorator)
                services[i] = Done(services[i].ServiceType.IsGenericTypeDefinition ? Open(services[i], (OpenDecorator)decorator) : Closed(services[i], decorator));
        }
    }

    /// <summary>The services that are registered without their decorator.</summary>
    public IEnumerable<Type> Undecorated() => services.Where(descriptor => DecoratorOf(descriptor) is not null).Select(descriptor => descriptor.ServiceType).Distinct();

    /// <summary>The services that have no decorator, but inherit an interface that has one: what is promised there is not counted
    /// through them.</summary>
    public IEnumerable<(Type Service, Type Inherited)> Bypassing() =>
        from service in services.Select(descriptor => descriptor.ServiceType).Distinct()
        where service.IsInterface && OperationDecorators.Find(service) is null
        from inherited in InheritedBy(service)
        where OperationDecorators.Find(inherited) is not null
        select (service, inherited);

    /// <summary>The implementation behind a decorator that the container has made of an open type.</summary>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "What the container itself does with open types, and as far as it can.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "What the container itself does with open types: the constructors are kept.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "What the container itself does with open types: the constructors are kept.")]
    public TService Inner<TService>(IServiceProvider provider, object? key)
        where TService : class
    {
        var moved = new OpenKey(typeof(TService).GetGenericTypeDefinition(), key);
        return _open.TryGetValue(moved, out var original)
            ? (TService)Implementations.Create(provider, Implementations.TypeOf(original)!.MakeGenericType(typeof(TService).GetGenericArguments()), key)
            : provider.GetRequiredKeyedService<TService>(moved);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away is one that nobody calls.")]
    private static Type[] InheritedBy(Type service) => service.GetInterfaces();

    private ServiceDecorator? DecoratorOf(ServiceDescriptor descriptor) =>
        _done.Contains(descriptor) || OtherDecorators.IsBehind(descriptor) ? null : OperationDecorators.Find(descriptor.ServiceType);

    private ServiceDescriptor Done(ServiceDescriptor descriptor)
    {
        _done.Add(descriptor);
        return descriptor;
    }

    private ServiceDescriptor Closed(ServiceDescriptor original, ServiceDecorator decorator)
    {
        var (type, key, lifetime) = (original.ServiceType, original.ServiceKey, original.Lifetime);
        if (Implementations.InstanceOf(original) is { } instance)
            return new(type, key, decorator.Decorate(instance));

        var create = Implementations.FactoryOf(original);
        if (decorator.IsDisposable)
            return new(type, key, (provider, key) => decorator.Decorate(create(provider, key)), lifetime);

        if (ReferenceEquals(key, KeyedService.AnyKey))
            return ForAnyKey(type, decorator, create, lifetime);

        var moved = new InnerKey();
        services.Add(Implementations.Move(original, moved));
        return new(type, key, (provider, _) => decorator.Decorate(provider.GetRequiredKeyedService(typeof(object), moved)), lifetime);
    }

    /// <summary>A registration for any key answers for the implementations as well: it is asked for them by a key of ours, so that
    /// the container keeps one for each key, as it did before.</summary>
    private static ServiceDescriptor ForAnyKey(Type type, ServiceDecorator decorator, Func<IServiceProvider, object?, object> create, ServiceLifetime lifetime) => new(
        type,
        KeyedService.AnyKey,
        (provider, key) => key is AnyInnerKey asked
            ? create(provider, asked.Key)
            : decorator.Decorate(provider.GetRequiredKeyedService(type, new AnyInnerKey(key))),
        lifetime);

    private ServiceDescriptor Open(ServiceDescriptor original, OpenDecorator decorator)
    {
        var (type, key, lifetime) = (original.ServiceType, original.ServiceKey, original.Lifetime);
        if (ReferenceEquals(key, KeyedService.AnyKey))
            throw new NotSupportedException($"'{type}' is registered for any key and without its type arguments: such a registration cannot be decorated. Register it with arguments, or for each key.");

        if (services.Any(other => other != original && other.ServiceType == type && Equals(other.ServiceKey, key)))
            throw new NotSupportedException($"'{type}' is registered several times without its type arguments: the container does not tell their decorators apart. Register all but one with arguments.");

        var moved = new OpenKey(type, key);
        if (decorator.IsDisposable)
            _open.Add(moved, original);
        else
            services.Add(Done(Implementations.Move(original, moved)));

        return new(type, key, decorator.Type, lifetime);
    }

    /// <summary>The key of an implementation; each registration has its own.</summary>
    private sealed class InnerKey;

    /// <summary>The key of an implementation that is registered for any key; each key has its own.</summary>
    private sealed record AnyInnerKey(object? Key);

    /// <summary>The key of an implementation that the container makes of an open type.</summary>
    private sealed record OpenKey(Type Service, object? Key);
}
