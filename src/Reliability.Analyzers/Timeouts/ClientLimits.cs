using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Compares the limits of the handlers of one HTTP client with <c>HttpClient.Timeout</c>, which is around all of them
/// and all retries, and with those of the handlers around them.</summary>
internal static class ClientLimits
{
    public static void Check(Site site, IInvocationOperation call, PolicyTimes times, INamedTypeSymbol builder)
    {
        if (!CoreTypes.Same(call.Type, builder) && call.Type?.Name != "IHttpResiliencePipelineBuilder")
            return;

        var inner = OfHandler(call, times, site.Cancelled);
        if (inner.Count == 0)
            return;

        var around = new List<Limit>();
        Limit? client = null;
        for (var part = PolicyTimes.Receiver(call)?.Unwrapped(); part is IInvocationOperation before; part = PolicyTimes.Receiver(before)?.Unwrapped())
        {
            if (IsStandard(before))
                return;

            around.AddRange(OfHandler(before, times, site.Cancelled));
            client ??= OfClient(before, times, site);
        }

        for (var part = call.Parent; part is not null; part = part.Parent)
        {
            if (part is IInvocationOperation after)
            {
                if (IsStandard(after))
                    return;

                client = OfClient(after, times, site) ?? client;
            }
            else if (part is IExpressionStatementOperation or IBlockOperation)
            {
                break;
            }
        }

        if (client is not null)
            around.Add(client);

        if (Limit.Shortest(around) is not { } outer)
            return;

        foreach (var limit in inner)
        {
            if (limit.Time >= outer.Time)
                InnerLimitRule.Report(site, limit, outer);
        }
    }

    /// <summary>The standard handlers set <c>HttpClient.Timeout</c> to infinite by themselves.</summary>
    private static bool IsStandard(IInvocationOperation call) => call.TargetMethod.Name is "AddStandardResilienceHandler" or "AddStandardHedgingHandler";

    private static List<Limit> OfHandler(IInvocationOperation call, PolicyTimes times, CancellationToken cancellationToken)
    {
        var limits = new List<Limit>();
        if (call.TargetMethod.Name == "AddPolicyHandler" && call.Argument("policy") is { } policy)
        {
            limits.AddRange(times.OfPolicy(policy, cancellationToken));
        }
        else if (call.TargetMethod.Name == "AddResilienceHandler" && call.Argument("configure") is { } configure && Lambda(configure) is { } lambda)
        {
            // Only what is always added.
            foreach (var statement in lambda.Body.Operations)
            {
                var part = statement switch
                {
                    IExpressionStatementOperation { Operation: var operation } => operation,
                    IReturnOperation { ReturnedValue: { } value } => value,
                    _ => null,
                };
                for (part = part?.Unwrapped(); part is IInvocationOperation step; part = PolicyTimes.Receiver(step)?.Unwrapped())
                {
                    if (times.OfPipeline(step, cancellationToken) is { } limit)
                        limits.Add(limit);
                }
            }
        }

        return limits;
    }

    /// <summary>The time that a call sets for a client, or null: <c>AddHttpClient("name", client =&gt; client.Timeout = …)</c>,
    /// <c>ConfigureHttpClient(…)</c>.</summary>
    private static Limit? OfClient(IInvocationOperation call, PolicyTimes times, Site site)
    {
        if (call.TargetMethod.Name is not ("AddHttpClient" or "ConfigureHttpClient") || call.Argument("configureClient") is not { } configure || Lambda(configure) is not { } lambda)
            return null;

        foreach (var statement in lambda.Body.Operations)
        {
            if ((statement is IExpressionStatementOperation { Operation: var operation } ? operation : (statement as IReturnOperation)?.ReturnedValue) is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Timeout", ContainingType.Name: "HttpClient" } }, Value: var value }
                && times.Of(value, site.Cancelled) is { } limit)
            {
                return limit with { What = "HttpClient.Timeout" };
            }
        }

        return null;
    }

    public static IAnonymousFunctionOperation? Lambda(IOperation value) => value.Unwrapped() switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
        IAnonymousFunctionOperation lambda => lambda,
        _ => null,
    };
}
