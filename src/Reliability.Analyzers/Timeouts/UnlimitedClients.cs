using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Timeouts;

/// <summary>Looks for an <c>HttpClient</c> that never times out and makes a call that nothing else ends. An infinite timeout
/// alone is no evidence: it is the documented way to limit each request by a token of its own.</summary>
internal sealed class UnlimitedClients(INamedTypeSymbol client, Knowledge knowledge)
{
    private readonly LimitsElsewhere _elsewhere = new(knowledge.Compilation);
    private readonly INamedTypeSymbol? _plainHandler = knowledge.Type("System.Net.Http.HttpClientHandler");
    private readonly INamedTypeSymbol? _socketsHandler = knowledge.Type("System.Net.Http.SocketsHttpHandler");

    public void Check(Site site, IPropertyReferenceOperation target, IOperation value)
    {
        if (CoreTypes.Same(target.Property.ContainingType, client)
            && Durations.Of(value, knowledge, site.Cancelled) == Timeout.InfiniteTimeSpan
            && target.Instance is { } instance
            && Unlimited(site, instance) is { } call)
        {
            InfiniteTimeoutRule.Report(
                site, value, DiagnosticSeverity.Warning, "'" + call.Name() + "' on this client, which is called without a token", InfiniteTimeoutRule.TimeSpanText(site, 100));
        }
    }

    private IInvocationOperation? Unlimited(Site site, IOperation instance)
    {
        if (instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver })
        {
            // new HttpClient { Timeout = … }: what it is kept in makes the calls.
            return instance.Enclosing<IObjectCreationOperation>() is { } creation && IsPlain(creation)
                ? OfHolder(site, creation, Holder(creation))
                : null;
        }

        return instance.Symbol() is IParameterSymbol parameter
            ? OfTypedClient(site, parameter, instance)
            : OfHolder(site, instance, instance.Symbol());
    }

    /// <summary>The first call that nothing ends: of a local in its function, of a field in its type.</summary>
    private IInvocationOperation? OfHolder(Site site, IOperation place, ISymbol? holder)
    {
        List<IOperation> scope;
        if (holder is ILocalSymbol)
            scope = [place.Root()];
        else if (holder is IFieldSymbol or IPropertySymbol && CoreTypes.Same(holder.ContainingType, site.Member.ContainingType))
            scope = [.. Bodies.OfType(holder.ContainingType, knowledge.Compilation, site.Cancelled)];
        else
            return null;

        return scope.SelectMany(body => body.DescendantsAndSelf()).Any(part => IsMadeElsewhere(part, holder)) && _elsewhere.HasHandlers
            ? null
            : FindCall(scope, receiver => CoreTypes.Same(receiver.Symbol(), holder));
    }

    /// <summary><c>services.AddHttpClient&lt;Catalogue&gt;(client =&gt; client.Timeout = …)</c>: the calls are those of
    /// <c>Catalogue</c>.</summary>
    private IInvocationOperation? OfTypedClient(Site site, IParameterSymbol parameter, IOperation place) =>
        place.Function() is IAnonymousFunctionOperation lambda
        && lambda.Symbol.Parameters.Contains(parameter, SymbolEqualityComparer.Default)
        && lambda.Enclosing<IInvocationOperation>() is { TargetMethod: { Name: "AddHttpClient", TypeArguments: [.., INamedTypeSymbol typed] } }
        && !_elsewhere.HasHandlers
            ? FindCall(Bodies.OfType(typed, knowledge.Compilation, site.Cancelled), receiver => CoreTypes.Same(receiver.Type, client))
            : null;

    private IInvocationOperation? FindCall(IEnumerable<IOperation> scope, Func<IOperation, bool> isReceiver)
    {
        foreach (var body in scope)
        {
            foreach (var part in body.DescendantsAndSelf())
            {
                if (part is IInvocationOperation call && IsEndless(call) && Receiver(call) is { } receiver && isReceiver(receiver))
                    return call;
            }
        }

        return null;
    }

    /// <summary>Whether a request is made that is waited for here, and is neither a stream nor given a token.</summary>
    private bool IsEndless(IInvocationOperation call) =>
        knowledge.Apis.Has(call.TargetMethod, ApiTraits.TimesOutAsCancellation)
        && !call.Arguments.Any(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && knowledge.Core.IsToken(argument.Parameter?.Type))
        && call.TargetMethod.Name is not ("GetStreamAsync" or "GetFromJsonAsAsyncEnumerable")
        && call.Argument("completionOption") is null
        && (!knowledge.Core.IsTask(call.Type) || call.Await() is not null || IsBlockedOn(call));

    private static bool IsBlockedOn(IOperation task) => task.User() switch
    {
        IPropertyReferenceOperation { Property.Name: "Result" } => true,
        IInvocationOperation { TargetMethod.Name: "GetAwaiter" } => true,
        IInvocationOperation { TargetMethod: { Name: "Wait", Parameters.Length: 0 } } => true,
        _ => false,
    };

    private static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    /// <summary>Whether a client has no handler of somebody's that might limit the time.</summary>
    private bool IsPlain(IObjectCreationOperation creation) =>
        CoreTypes.Same(creation.Type, client)
        && (creation.Argument("handler") is not { } handler || handler.Unwrapped().Type is { } type && (CoreTypes.Same(type, _plainHandler) || CoreTypes.Same(type, _socketsHandler)));

    private bool IsMadeElsewhere(IOperation part, ISymbol holder) => part switch
    {
        ISimpleAssignmentOperation { Target: var target, Value: var value } => CoreTypes.Same(target.Symbol(), holder) && !IsPlain(value),
        IVariableDeclaratorOperation { Symbol: var local, Initializer.Value: var value } => CoreTypes.Same(local, holder) && !IsPlain(value),
        _ => false,
    };

    private bool IsPlain(IOperation value) => value.Unwrapped() is IObjectCreationOperation creation && IsPlain(creation);

    private static ISymbol? Holder(IObjectCreationOperation creation) => creation.User() switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        IFieldInitializerOperation { InitializedFields: [var field, ..] } => field,
        IPropertyInitializerOperation { InitializedProperties: [var property, ..] } => property,
        ISimpleAssignmentOperation assignment => assignment.Target.Symbol(),
        _ => null,
    };
}
