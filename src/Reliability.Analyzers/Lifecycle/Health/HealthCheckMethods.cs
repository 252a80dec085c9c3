using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>Recognises the methods that are health checks: of an <c>IHealthCheck</c>, or by an attribute.</summary>
internal sealed class HealthCheckMethods(Knowledge knowledge)
{
    private const string Method = "CheckHealthAsync";

    private readonly INamedTypeSymbol? _interface = knowledge.Type("Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck");
    private readonly INamedTypeSymbol? _attribute = knowledge.Type("Reliability.HealthCheckAttribute");

    /// <summary>Whether there can be any.</summary>
    public bool AreKnown => _interface is not null || _attribute is not null;

    /// <summary>Whether a member is a health check.</summary>
    public bool Contains(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method && (Implements(method) || IsDeclared(method));

    /// <summary>Whether an attribute says it.</summary>
    public bool IsDeclared(IMethodSymbol method)
    {
        if (_attribute is null)
            return false;

        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass.IsOrDerivesFrom(_attribute))
                return true;
        }

        return false;
    }

    private bool Implements(IMethodSymbol method) =>
        _interface is not null
        && method.Name.EndsWith(Method, StringComparison.Ordinal)
        && method.ContainingType.AllInterfaces.Contains(_interface, SymbolEqualityComparer.Default)
        && method.Parameters is [{ Type.Name: "HealthCheckContext" }, { } token]
        && knowledge.Core.IsToken(token.Type);
}
