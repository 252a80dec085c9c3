using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Failover;

/// <summary>Something that learns from one call for the next.</summary>
/// <param name="Creation">Where it is made.</param>
/// <param name="What">What it is, as messages say it.</param>
/// <param name="Loss">What comes of it when it is made for each call.</param>
internal sealed record State(IOperation Creation, string What, string Loss)
{
    // Polly 8: CircuitBreakerStrategyOptions.MinimumThroughput.
    private const int DefaultThroughput = 100;

    /// <summary>The state that an operation makes, or null.</summary>
    public static State? MadeBy(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation when IsLimiter(creation.Type) => Limiter(creation),
        IInvocationOperation call when PollyCalls.IsPolly(call.TargetMethod) => call.TargetMethod.Name switch
        {
            "AddCircuitBreaker" or "CircuitBreaker" or "CircuitBreakerAsync" or "AdvancedCircuitBreaker" or "AdvancedCircuitBreakerAsync" => Breaker(call),
            "AddConcurrencyLimiter" or "RateLimit" or "RateLimitAsync" => Limiter(call),
            "AddRateLimiter" when call.Options() is IObjectCreationOperation creation && IsLimiter(creation.Type) => Limiter(call),
            "Bulkhead" or "BulkheadAsync" => new(call, "bulkhead", "it holds one call at most, so nothing is ever kept out"),
            _ => null,
        },
        _ => null,
    };

    /// <summary>Whether a type is a limiter of <c>System.Threading.RateLimiting</c>.</summary>
    public static bool IsLimiter(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "RateLimiter", ContainingNamespace: { Name: "RateLimiting", ContainingNamespace.Name: "Threading" } })
                return true;
        }

        return false;
    }

    private static State Limiter(IOperation creation) => new(creation, "limiter", "it counts one call at most, so nothing is ever limited");

    private static State Breaker(IInvocationOperation call)
    {
        var loss = Threshold(call) is { } needed
            ? "it opens after " + needed.ToString(CultureInfo.InvariantCulture) + (call.TargetMethod.Name == "AddCircuitBreaker" ? " calls" : " failures") + " and sees those of one call"
            : "it sees one call and never learns of the failures of others";
        return new(call, "circuit breaker", loss);
    }

    private static double? Threshold(IInvocationOperation call)
    {
        if (call.TargetMethod.Name == "AddCircuitBreaker")
        {
            return call.Options() is IObjectCreationOperation options
                ? options.Initialized("MinimumThroughput") is { } set ? Durations.Number(set) : DefaultThroughput
                : null;
        }

        return (call.Argument("handledEventsAllowedBeforeBreaking") ?? call.Argument("exceptionsAllowedBeforeBreaking") ?? call.Argument("minimumThroughput")) is { } given
            ? Durations.Number(given)
            : null;
    }
}
