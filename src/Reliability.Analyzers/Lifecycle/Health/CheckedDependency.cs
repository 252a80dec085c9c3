using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>Finds what a health check asks outside of its process.</summary>
internal static class CheckedDependency
{
    private const string Interface = "Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck";

    // Xabaril's packages check one dependency each, but for these.
    private static readonly string[] s_ofProcess =
        ["HealthChecks.System", "HealthChecks.ApplicationStatus", "HealthChecks.SqLite", "HealthChecks.UI", "HealthChecks.Publisher", "HealthChecks.Prometheus", "HealthChecks.OpenTelemetry"];

    /// <summary>What the check that a call registers asks, as messages name it; or null.</summary>
    public static string? Of(IInvocationOperation call, Knowledge knowledge, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (method.Name == "AddDbContextCheck" || IsOfDependency(method.ContainingAssembly))
            return method.Name;

        if (method.TypeArguments is [INamedTypeSymbol type])
            return Of(type, knowledge, cancellationToken);

        foreach (var argument in call.Arguments)
        {
            var value = argument.Value.Unwrapped();
            if (value is IDelegateCreationOperation { Target: var target } && argument.Parameter?.Name == "check")
                return OfDelegate(target, knowledge, cancellationToken);

            if (argument.Parameter?.Name == "instance" && value.Type is INamedTypeSymbol instance)
                return Of(instance, knowledge, cancellationToken);
        }

        return null;
    }

    /// <summary>What a method of this compilation asks, or null. What is not waited for delays nothing.</summary>
    public static string? Of(IMethodSymbol method, Knowledge knowledge, CancellationToken cancellationToken) =>
        knowledge.Methods.Reach(method, fact => fact.IsAwaited && fact.Api?.Has(ApiTraits.Remote) == true, fact => fact.IsAwaited, cancellationToken);

    private static string? Of(INamedTypeSymbol type, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (knowledge.Type(Interface) is not { } health || !type.AllInterfaces.Contains(health, SymbolEqualityComparer.Default))
            return null;

        foreach (var member in health.GetMembers("CheckHealthAsync"))
        {
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol check)
                return Of(check, knowledge, cancellationToken);
        }

        return null;
    }

    private static string? OfDelegate(IOperation target, Knowledge knowledge, CancellationToken cancellationToken)
    {
        foreach (var body in Callbacks.Bodies(target, knowledge, cancellationToken))
        {
            foreach (var step in Walk.From(body, knowledge, cancellationToken))
            {
                if (step.Has(ApiTraits.Remote))
                    return step.Name;
            }
        }

        return null;
    }

    private static bool IsOfDependency(IAssemblySymbol? assembly) =>
        assembly?.Name.StartsWith("HealthChecks.", StringComparison.Ordinal) == true
        && !s_ofProcess.Any(name => assembly.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
