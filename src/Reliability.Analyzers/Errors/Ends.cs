using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Declarations;

namespace Reliability.Analyzers.Errors;

/// <summary>Who waits for the outcome of an entry point.</summary>
internal enum Waiting
{
    /// <summary>Nobody that is known.</summary>
    Nobody,

    /// <summary>A gRPC client: what returns is OK.</summary>
    GrpcClient,

    /// <summary>A broker: what returns is done.</summary>
    Broker,

    /// <summary>A client of a SignalR hub: what returns is done.</summary>
    HubClient,

    /// <summary>A scheduler: what returns is done until the next time.</summary>
    Scheduler,

    /// <summary>A client of HTTP: the status tells.</summary>
    HttpClient,
}

/// <summary>Reads how entry points end, as the outside world sees it.</summary>
internal static class Ends
{
    private static readonly string[] s_successes = ["Ok", "NoContent", "Accepted", "AcceptedAtAction", "AcceptedAtRoute", "Created", "CreatedAtAction", "CreatedAtRoute"];

    /// <summary>Whether something outside starts the function around an operation.</summary>
    public static bool IsEntry(IOperation operation, IMethodSymbol method, Knowledge knowledge) =>
        knowledge.EntryPoints.Of(operation, method) != ApiTraits.None || (operation.Function() is null && IsHubMethod(method, knowledge));

    /// <summary>Who waits for the function around an operation.</summary>
    public static Waiting Who(IOperation operation, IMethodSymbol method, Knowledge knowledge)
    {
        var function = operation.Function();
        if (function is null && EndpointShapes.IsGrpcMethod(method))
            return Waiting.GrpcClient;

        if (function is null && IsHubMethod(method, knowledge))
            return Waiting.HubClient;

        return knowledge.EntryPoints.Of(operation, method) switch
        {
            ApiTraits.EntryMessage when knowledge.Apis.OfDeclared(method)?.Has(ApiTraits.Redelivers) == true => Waiting.Broker,
            ApiTraits.EntryJob => Waiting.Scheduler,
            ApiTraits.EntryRequest when function is not null || EndpointShapes.IsAction(method) => Waiting.HttpClient,
            _ => Waiting.Nobody,
        };
    }

    /// <summary>Whether a returned value tells an HTTP client that all went well.</summary>
    public static bool IsHttpSuccess(IOperation? value) =>
        Result(value) is IInvocationOperation { TargetMethod: { Name: var name, ContainingType: { } type } }
        && Array.IndexOf(s_successes, name) >= 0
        && type is { Name: "ControllerBase" or "Results" or "TypedResults", ContainingNamespace: { } space }
        && space.ToDisplayString().StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    /// <summary>Whether a returned value is a blank object: nothing in it was set.</summary>
    public static bool IsBlank(IOperation? value) => Result(value) is IObjectCreationOperation { Arguments.Length: 0, Initializer: null };

    /// <summary>Whether nothing could be set in a blank object, so that it says nothing but "done".</summary>
    public static bool SaysNothing(IOperation? value) =>
        Result(value)?.Type is INamedTypeSymbol type
        && !type.GetMembers().Any(member => member is IPropertySymbol { IsStatic: false, SetMethod.DeclaredAccessibility: Accessibility.Public });

    /// <summary>The value, out of the task around it.</summary>
    public static IOperation? Result(IOperation? value) => value?.Unwrapped() switch
    {
        IInvocationOperation { TargetMethod: { Name: "FromResult", IsStatic: true }, Arguments: [var argument] } => argument.Value.Unwrapped(),
        var other => other,
    };

    /// <summary>Whether nothing is returned but the end: no value, or a completed task.</summary>
    public static bool IsNothing(IOperation? value) => value?.Unwrapped() switch
    {
        null => true,
        IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } } => true,
        IDefaultValueOperation { Type.Name: "ValueTask" } => true,
        _ => false,
    };

    private static bool IsHubMethod(IMethodSymbol method, Knowledge knowledge) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsOverride: false }
        && method.ContainingType.IsOrDerivesFrom(knowledge.Type("Microsoft.AspNetCore.SignalR.Hub"));
}
