using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Decorating;

/// <summary>Knows what is behind a decorator of somebody else: the outermost is counted, and a call is counted once.</summary>
internal static class OtherDecorators
{
    // How Scrutor's Decorate names what it has moved aside.
    private const string Scrutor = "+Decorated";

    /// <summary>Whether only another decorator asks for a service.</summary>
    public static bool IsBehind(ServiceDescriptor descriptor) =>
        descriptor.ServiceKey is string key && key.EndsWith(Scrutor, StringComparison.Ordinal);
}
