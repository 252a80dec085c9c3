using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle.Health;

/// <summary>A health check that a program registers.</summary>
/// <param name="Name">Its name; null where it is computed.</param>
/// <param name="Tags">Its tags; null where they cannot be seen.</param>
/// <param name="Dependency">What it asks outside of the process, as messages name it; null: nothing that is known.</param>
internal sealed record RegisteredCheck(string? Name, TagList? Tags, string? Dependency)
{
    private const string Builder = "Microsoft.Extensions.DependencyInjection.IHealthChecksBuilder";
    private const string Registration = "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckRegistration";

    /// <summary>Whether a method adds to the checks of a program: an extension of their builder.</summary>
    public static bool IsAdding(IMethodSymbol method, Knowledge knowledge) =>
        method.Name.StartsWith("Add", StringComparison.Ordinal)
        && knowledge.Type(Builder) is { } builder
        && ((method.ReducedFrom ?? method) is { IsExtensionMethod: true, Parameters: [var first, ..] } ? CoreTypes.Same(first.Type, builder) : CoreTypes.Same(method.ContainingType, builder));

    /// <summary>The check that a call adds, or null: the calls in its body, which is in this compilation, do.</summary>
    public static RegisteredCheck? Of(IInvocationOperation call, Knowledge knowledge, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (CoreTypes.Same(method.ContainingAssembly, knowledge.Compilation.Assembly))
            return null;

        // Of a registration that is made by new, the place where it is made speaks.
        if (CoreTypes.Same(method.ContainingType, knowledge.Type(Builder)))
            return call.Arguments is [{ Value: var made }] && made.Unwrapped() is IObjectCreationOperation ? null : new(null, null, null);

        return new(Text(call.Argument("name")), TagsOf(call), CheckedDependency.Of(call, knowledge, cancellationToken));
    }

    /// <summary>The check that <c>new HealthCheckRegistration(…)</c> describes, or null: something else is made.</summary>
    public static RegisteredCheck? Of(IObjectCreationOperation creation, Knowledge knowledge) =>
        knowledge.Type(Registration) is { } registration && CoreTypes.Same(creation.Type, registration)
            ? new(Text(creation.Argument("name")), creation.Argument("tags") is { } tags ? TagList.Of(tags) : TagList.Empty, null)
            : null;

    private static TagList? TagsOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == "tags")
                return argument.ArgumentKind != ArgumentKind.DefaultValue ? TagList.Of(argument.Value) : IsPlain(call.TargetMethod.ContainingAssembly) ? TagList.Empty : null;
        }

        // Overloads without a parameter for them, of an assembly that adds none of its own.
        return call.TargetMethod.ContainingAssembly?.Name.StartsWith("Microsoft.Extensions.Diagnostics.HealthChecks", StringComparison.Ordinal) == true ? TagList.Empty : null;
    }

    // They add no tags unasked.
    private static bool IsPlain(IAssemblySymbol? assembly) =>
        assembly is not null && (assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || assembly.Name.StartsWith("HealthChecks.", StringComparison.Ordinal));

    private static string? Text(IOperation? value) => value?.Unwrapped().ConstantValue is { HasValue: true, Value: string text } ? text : null;
}
