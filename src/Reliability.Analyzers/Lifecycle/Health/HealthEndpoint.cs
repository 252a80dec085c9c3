using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>A path at which a program answers how it is: <c>MapHealthChecks("/alive", …)</c>.</summary>
/// <param name="Path">The path; null where it is computed.</param>
/// <param name="Place">Where the path stands.</param>
/// <param name="HasOptions">Whether options are given.</param>
/// <param name="Predicate">Which checks it runs; null where that cannot be seen.</param>
internal sealed record HealthEndpoint(string? Path, SyntaxNode Place, bool HasOptions, HealthPredicate? Predicate)
{
    /// <summary>The names of the calls that map one.</summary>
    public static string[] Calls { get; } = ["MapHealthChecks", "UseHealthChecks"];

    private static readonly string[] s_live = ["live", "livez", "alive", "liveness"];

    /// <summary>Whether the path says that the process is restarted when it fails.</summary>
    public bool IsLiveness => Path is { } path && s_live.Contains(path.TrimEnd('/').Split('/').Last(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The endpoint that a call maps, or null.</summary>
    public static HealthEndpoint? Of(IInvocationOperation call, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (call.TargetMethod.ContainingType is not { Name: "HealthCheckEndpointRouteBuilderExtensions" or "HealthCheckApplicationBuilderExtensions" })
            return null;

        var path = call.Argument("pattern") ?? call.Argument("path");
        var options = call.Argument("options");
        return path is null
            ? null
            : new(
                path.Unwrapped().ConstantValue is { HasValue: true, Value: string text } ? text : null,
                path.Syntax,
                options is not null,
                options is null ? HealthPredicate.All : OfOptions(options.Unwrapped(), knowledge, cancellationToken));
    }

    private static HealthPredicate? OfOptions(IOperation options, Knowledge knowledge, CancellationToken cancellationToken)
    {
        if (options is ILocalReferenceOperation local)
            return IsSetLater(local) || local.OnlyValue() is not { } value ? null : OfOptions(value.Unwrapped(), knowledge, cancellationToken);

        return options is IObjectCreationOperation { Type.Name: "HealthCheckOptions" } creation
            ? creation.Initialized("Predicate") is { } predicate ? HealthPredicate.Of(predicate, knowledge, cancellationToken) : HealthPredicate.All
            : null;
    }

    private static bool IsSetLater(ILocalReferenceOperation options)
    {
        foreach (var part in options.Root().Descendants())
        {
            if (part is IAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Predicate", Instance: ILocalReferenceOperation { Local: var other } } } && CoreTypes.Same(other, options.Local))
                return true;
        }

        return false;
    }
}
