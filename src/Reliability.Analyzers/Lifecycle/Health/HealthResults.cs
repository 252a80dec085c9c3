using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>Reads what a health check answers.</summary>
internal static class HealthResults
{
    /// <summary>Whether a handler answers, and always that all is well.</summary>
    public static bool AreHealthy(IBlockOperation handler)
    {
        var isAny = false;
        foreach (var part in handler.OwnFrame())
        {
            switch (part)
            {
                case IThrowOperation:
                    return false;
                case IReturnOperation { ReturnedValue: { } value }:
                    if (!IsHealthy(value))
                        return false;

                    isAny = true;
                    break;
            }
        }

        return isAny;
    }

    private static bool IsHealthy(IOperation value) => value.Unwrapped() switch
    {
        { ConstantValue: { HasValue: true, Value: true } } => true,
        IInvocationOperation { TargetMethod: { Name: "Healthy", ContainingType.Name: "HealthCheckResult" } } => true,
        IInvocationOperation { TargetMethod: { Name: "FromResult" }, Arguments: [{ Value: var result }] } => IsHealthy(result),
        IObjectCreationOperation { Type.Name: "HealthCheckResult" } creation =>
            creation.Argument("status")?.Unwrapped() is IFieldReferenceOperation { Field: { Name: "Healthy", ContainingType.Name: "HealthStatus" } },
        _ => false,
    };
}
