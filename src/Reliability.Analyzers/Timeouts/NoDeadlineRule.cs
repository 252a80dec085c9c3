using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Timeouts;

/// <summary>REL0301: a unary gRPC call without a deadline, which waits for ever.</summary>
/// <remarks>
/// Reports calls of generated clients that are given neither a deadline nor a token (or only the token of a worker, which is
/// cancelled when it stops). Silent where the clients are made elsewhere, where anything may add a deadline (context
/// propagation, interceptors, handlers), for options from a variable, for streams, and for calls whose result is kept:
/// somebody may limit the wait.
/// </remarks>
internal sealed class NoDeadlineRule() : Rule(
    "REL0301", "gRPC call without deadline", Categories.Timeouts, DiagnosticSeverity.Warning,
    "'{0}' waits for ever when the server does not answer{1}: gRPC has no deadline unless one is given",
    "A gRPC call has no default deadline; one server that hangs then holds every request that leads to it.")
{
    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override void Start(RuleStart start)
    {
        if (start.Type("Grpc.Core.ClientBase") is not { } client || start.Type("Grpc.Core.CallOptions") is not { } options)
            return;

        var unary = start.Type("Grpc.Core.AsyncUnaryCall`1");
        var context = start.Type("Grpc.Core.ServerCallContext");
        var elsewhere = new LimitsElsewhere(start.Knowledge.Compilation);
        start.OnCall(ApiTraits.Remote, (site, call, _) =>
        {
            if (call.TargetMethod.ContainingType.IsOrDerivesFrom(client) && IsWaitedFor(call, unary) && Missing(site, call, options) is { } missing
                && elsewhere is { MakesGrpcClients: true, HasInterceptors: false, HasHandlers: false })
            {
                var deadline = Deadline(site, context);
                site.Report(
                    Name(call),
                    missing.Fix is null ? DiagnosticProperties.None : DiagnosticProperties.With(missing.Fix, deadline),
                    call.Name(),
                    missing.Why);
            }
        });
    }

    /// <summary>Where a deadline could be and is not; null: there may be one, or a token limits the wait.</summary>
    private static (string? Fix, string Why)? Missing(Site site, IInvocationOperation call, INamedTypeSymbol options)
    {
        if (call.Arguments.FirstOrDefault(argument => IsDeadline(argument.Parameter)) is { } deadline)
            return deadline.ArgumentKind == ArgumentKind.DefaultValue && Why(site, call.Arguments) is { } why ? ("AddDeadline", why) : null;

        return call.Arguments.FirstOrDefault(argument => CoreTypes.Same(argument.Parameter?.Type, options))?.Value.Unwrapped() switch
        {
            IDefaultValueOperation => (null, ""),
            IObjectCreationOperation { Initializer: null } creation when creation.Argument("deadline") is null && Why(site, creation.Arguments) is { } why => ("AddDeadlineToOptions", why),
            _ => null,
        };
    }

    /// <summary>What a message adds about the token; null where a token may limit the wait.</summary>
    private static string? Why(Site site, System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || !site.Knowledge.Core.IsToken(argument.Parameter?.Type))
                continue;

            return argument.Value.Symbol() is IParameterSymbol { ContainingSymbol: IMethodSymbol owner } && (site.Knowledge.EntryPoints.Of(owner) & ApiTraits.EntryWorker) != 0
                ? ", until the worker is stopped"
                : null;
        }

        return "";
    }

    private static bool IsDeadline(IParameterSymbol? parameter) =>
        parameter?.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ SpecialType: SpecialType.System_DateTime }] };

    private static bool IsWaitedFor(IInvocationOperation call, INamedTypeSymbol? unary)
    {
        if (call.Type is not INamedTypeSymbol { SpecialType: not SpecialType.System_Void } type)
            return false;

        if (CoreTypes.Same(type.OriginalDefinition, unary))
            return call.Await() is not null || (call.User() is IPropertyReferenceOperation { Property.Name: "ResponseAsync" } response && response.Await() is not null);

        // The blocking form returns the message itself; the forms that stream return calls.
        return type.ContainingNamespace is not { Name: "Core", ContainingNamespace.Name: "Grpc" };
    }

    private static string Deadline(Site site, INamedTypeSymbol? context)
    {
        if (context is not null && site.Operation.Function() is null && site.Member is IMethodSymbol method)
        {
            foreach (var parameter in method.Parameters)
            {
                if (CoreTypes.Same(parameter.Type, context))
                    return parameter.Name + ".Deadline";
            }
        }

        var isImported = site.Model.LookupNamespacesAndTypes(site.Operation.Syntax.SpanStart, name: "DateTime").Length > 0;
        return (isImported ? "" : "System.") + "DateTime.UtcNow.AddSeconds(30)";
    }

    private static SyntaxNode Name(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { } name } } ? name : call.Syntax;
}
