namespace Reliability.Decorating;

/// <summary>Puts decorators before the implementations of one service type.</summary>
internal abstract class ServiceDecorator(Type service)
{
    /// <summary>Whether whoever holds the service can dispose it. The decorator then disposes what is behind it, so the container
    /// must not do it as well.</summary>
    public bool IsDisposable { get; } = typeof(IDisposable).IsAssignableFrom(service) || typeof(IAsyncDisposable).IsAssignableFrom(service);

    /// <summary>The decorator of an implementation. One that has a decorator already, because its registration only names
    /// another, is counted there.</summary>
    public object Decorate(object inner) => inner is IOperationDecorator ? inner : Create(inner);

    protected abstract object Create(object inner);
}

/// <summary>The decorator of an interface that is not generic.</summary>
internal sealed class ClosedDecorator(Type service, Func<object, object> create) : ServiceDecorator(service)
{
    protected override object Create(object inner) => create(inner);
}
