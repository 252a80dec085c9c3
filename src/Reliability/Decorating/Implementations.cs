using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Decorating;

/// <summary>What a registration makes, whether it has a key or not.</summary>
internal static class Implementations
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>The class, if it names one.</summary>
    [return: DynamicallyAccessedMembers(Constructors)]
    public static Type? TypeOf(ServiceDescriptor descriptor) => descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType;

    /// <summary>The object, if it holds one.</summary>
    public static object? InstanceOf(ServiceDescriptor descriptor) => descriptor.IsKeyedService ? descriptor.KeyedImplementationInstance : descriptor.ImplementationInstance;

    /// <summary>Makes what a registration makes, given the key that it was asked by.</summary>
    public static Func<IServiceProvider, object?, object> FactoryOf(ServiceDescriptor descriptor)
    {
        if (descriptor is { IsKeyedService: true, KeyedImplementationFactory: { } keyed })
            return keyed;

        if (descriptor is { IsKeyedService: false, ImplementationFactory: { } factory })
            return (provider, _) => factory(provider);

        var type = TypeOf(descriptor)!;
        return (provider, key) => Create(provider, type, key);
    }

    /// <summary>The same registration under another key. As <see cref="object"/>, so that nobody who asks for all services of
    /// the type gets it; an open type has to remain what it is.</summary>
    public static ServiceDescriptor Move(ServiceDescriptor original, object moved)
    {
        var (service, key) = (original.ServiceType, original.ServiceKey);
        if (TypeOf(original) is { } type && !WantsKey(type))
            return new(service.IsGenericTypeDefinition ? service : typeof(object), moved, type, original.Lifetime);

        if (service.IsGenericTypeDefinition)
            throw new NotSupportedException($"'{TypeOf(original)}' asks for the key that it is registered under, which a decorated '{service}' without type arguments cannot have. Register it with arguments.");

        var create = FactoryOf(original);
        return new(typeof(object), moved, (provider, _) => create(provider, key), original.Lifetime);
    }

    /// <summary>Makes an object as the container would, which is not told of it and does not dispose it.</summary>
    public static object Create(IServiceProvider provider, [DynamicallyAccessedMembers(Constructors)] Type type, object? key) =>
        key is not null && WantsKey(type) ? ActivatorUtilities.CreateInstance(provider, type, key) : ActivatorUtilities.CreateInstance(provider, type);

    /// <summary>Whether a class asks for the key that it is registered under.</summary>
    private static bool WantsKey([DynamicallyAccessedMembers(Constructors)] Type type)
    {
        foreach (var parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
        {
            if (parameter.IsDefined(typeof(ServiceKeyAttribute), inherit: false))
                return true;

            if (parameter.GetCustomAttributes(typeof(FromKeyedServicesAttribute), inherit: false) is [FromKeyedServicesAttribute { LookupMode: ServiceKeyLookupMode.InheritKey }])
                throw new NotSupportedException($"'{type}' asks for '{parameter.ParameterType}' under its own key, which it has no more behind a decorator. Name the key, or register it by a factory.");
        }

        return false;
    }
}
