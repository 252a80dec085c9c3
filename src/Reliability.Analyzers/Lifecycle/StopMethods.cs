using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Finds the method or callback that is called on the way down and leads to a place: it is in it, or one call away in
/// the same type.</summary>
internal sealed class StopMethods(Knowledge knowledge)
{
    private readonly INamedTypeSymbol? _lifetime = knowledge.Type("Microsoft.Extensions.Hosting.IHostApplicationLifetime");

    /// <summary>The method or property that leads to a place on stop, or null.</summary>
    public ISymbol? Around(Site site)
    {
        if (site.Operation.Function() is { } function)
            return function.User() is IDelegateCreationOperation callback ? Registration(callback) : null;

        if (site.Member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method)
            return null;

        if (knowledge.EntryPoints.IsShutdown(method))
            return method;

        foreach (var member in method.ContainingType.GetMembers())
        {
            if (member is IMethodSymbol caller && !CoreTypes.Same(caller, method) && Leads(caller, method, site) is { } stop)
                return stop;
        }

        return null;
    }

    /// <summary>Whether the host itself waits, with all its other services behind.</summary>
    public bool IsOfHost(ISymbol stop) =>
        stop is IPropertySymbol || (stop is IMethodSymbol { Name: not ("Dispose" or "DisposeAsync") } method && knowledge.Core.HostedService is { } hosted
            && method.ContainingType.AllInterfaces.Contains(hosted, SymbolEqualityComparer.Default));

    private ISymbol? Leads(IMethodSymbol caller, IMethodSymbol method, Site site)
    {
        if (knowledge.EntryPoints.IsShutdown(caller))
        {
            if (knowledge.Methods.Of(caller, site.Cancelled) is { } facts && facts.Calls.Any(call => CoreTypes.Same(call.Target, method)))
                return caller;
        }

        // A method may only be named as a callback where one is registered: where a service starts.
        if (_lifetime is null || !method.ReturnsVoid || Bodies.Of(caller, knowledge.Compilation, site.Cancelled) is not { } body)
            return null;

        foreach (var part in body.OwnFrame())
        {
            if (part is IMethodReferenceOperation { Parent: IDelegateCreationOperation callback } named && CoreTypes.Same(named.Method, method) && Registration(callback) is { } stop)
                return stop;
        }

        return null;
    }

    /// <summary>The <c>ApplicationStopping</c> that a callback is registered at, or null.</summary>
    private IPropertySymbol? Registration(IDelegateCreationOperation callback) =>
        callback.User() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Register" } register }
        && register.Receiver() is IPropertyReferenceOperation { Property: { Name: "ApplicationStopping" or "ApplicationStopped" } token }
        && CoreTypes.Same(token.ContainingType, _lifetime)
            ? token
            : null;
}
