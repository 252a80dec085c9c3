using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>A time that is written as a constant.</summary>
/// <param name="Time">The time.</param>
/// <param name="Place">Where it is written.</param>
/// <param name="What">What it limits, as a message says it.</param>
internal sealed record Limit(TimeSpan Time, SyntaxNode Place, string What = "the limit")
{
    /// <summary>The shortest of some limits, or null: there is none.</summary>
    public static Limit? Shortest(IEnumerable<Limit> limits)
    {
        Limit? shortest = null;
        foreach (var limit in limits)
        {
            if (shortest is null || limit.Time < shortest.Time)
                shortest = limit;
        }

        return shortest;
    }
}

/// <summary>Reads the limits that Polly's builders and policies set.</summary>
internal sealed class PolicyTimes(Knowledge knowledge)
{
    private static readonly TimeSpan s_default = TimeSpan.FromSeconds(30);

    private readonly INamedTypeSymbol? _pipelines = knowledge.Type("Polly.TimeoutResiliencePipelineBuilderExtensions");
    private readonly INamedTypeSymbol? _options = knowledge.Type("Polly.Timeout.TimeoutStrategyOptions");
    private readonly INamedTypeSymbol? _policy = knowledge.Type("Polly.Policy");
    private readonly INamedTypeSymbol? _policyInterface = knowledge.Type("Polly.IsPolicy");

    public bool HasPipelines => _pipelines is not null;

    public bool HasPolicies => _policyInterface is not null;

    /// <summary>The limit that <c>builder.AddTimeout(…)</c> adds, or null.</summary>
    public Limit? OfPipeline(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (call.TargetMethod.Name != "AddTimeout" || !CoreTypes.Same(call.TargetMethod.ContainingType, _pipelines))
            return null;

        if (call.Argument("timeout") is { } time)
            return Of(time, cancellationToken);

        if (call.Argument("options")?.Unwrapped() is not IObjectCreationOperation options || !options.Type.IsOrDerivesFrom(_options) || options.Initialized("TimeoutGenerator") is not null)
            return null;

        return options.Initialized("Timeout") is { } set ? Of(set, cancellationToken) : new(s_default, options.Syntax);
    }

    /// <summary>The limits of a policy, from the outermost to the innermost.</summary>
    public IEnumerable<Limit> OfPolicy(IOperation policy, CancellationToken cancellationToken, int depth = 0)
    {
        if (depth > 8)
            return [];

        switch (policy.Unwrapped())
        {
            case ILocalReferenceOperation local when Initializer(local) is { } value:
                return OfPolicy(value, cancellationToken, depth + 1);
            case IInvocationOperation { TargetMethod: { Name: "Timeout" or "TimeoutAsync", IsStatic: true } method } timeout when CoreTypes.Same(method.ContainingType, _policy):
                var seconds = timeout.Argument("seconds");
                var limit = seconds is not null && Durations.Number(seconds) is { } number and > 0 ? new(TimeSpan.FromSeconds(number), seconds.Syntax)
                    : timeout.Argument("timeout") is { } time ? Of(time, cancellationToken)
                    : null;
                return limit is null ? [] : [limit];
            case IInvocationOperation { TargetMethod.Name: "AsAsyncPolicy" or "AsPolicy" } cast when Receiver(cast) is { } inner:
                return OfPolicy(inner, cancellationToken, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "Wrap" or "WrapAsync" } wrap:
                return Wrapped(wrap).SelectMany(part => OfPolicy(part, cancellationToken, depth + 1));
            default:
                return [];
        }
    }

    /// <summary>The policies that a call wraps into each other, from the outermost to the innermost; empty if it is
    /// another's.</summary>
    public IReadOnlyList<IOperation> Wrapped(IInvocationOperation wrap)
    {
        if (wrap.TargetMethod.ContainingType is not { } type || !(CoreTypes.Same(type, _policyInterface) || type.AllInterfaces.Contains(_policyInterface, SymbolEqualityComparer.Default) || type.ContainingNamespace is { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true }))
            return [];

        var parts = new List<IOperation>();
        if (wrap.Instance is { } outer)
            parts.Add(outer);

        foreach (var argument in wrap.Arguments)
        {
            if (argument.Value.Unwrapped() is IArrayCreationOperation { Initializer: { } initializer })
                parts.AddRange(initializer.ElementValues);
            else
                parts.Add(argument.Value);
        }

        return parts;
    }

    /// <summary>A limit that a <c>TimeSpan</c> sets, or null: it is unknown, or none.</summary>
    public Limit? Of(IOperation time, CancellationToken cancellationToken) =>
        Durations.Of(time, knowledge, cancellationToken) is { } known && known > TimeSpan.Zero ? new(known, time.Syntax) : null;

    /// <summary>What a call is made on, extension or not.</summary>
    public static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    /// <summary>What a local is declared with; null where it is assigned anew.</summary>
    public static IOperation? Initializer(ILocalReferenceOperation reference)
    {
        IOperation? initializer = null;
        foreach (var part in reference.Root().DescendantsAndSelf())
        {
            if (part is IAssignmentOperation { Target: ILocalReferenceOperation { Local: var assigned } } && CoreTypes.Same(assigned, reference.Local))
                return null;

            if (part is IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } && CoreTypes.Same(symbol, reference.Local))
                initializer = value;
        }

        return initializer;
    }
}
