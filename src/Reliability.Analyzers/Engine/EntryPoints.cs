using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>Recognises what the outside world starts: requests, messages, jobs, workers; and what is called on the way
/// down.</summary>
internal sealed class EntryPoints(Knowledge knowledge)
{
    /// <summary>What starts the function that an operation is in, or <see cref="ApiTraits.None"/>.</summary>
    public ApiTraits Of(IOperation operation, ISymbol member) => operation.Function() switch
    {
        IAnonymousFunctionOperation lambda => IsEndpoint(lambda) ? ApiTraits.EntryRequest : ApiTraits.None,
        not null => ApiTraits.None,
        null => member is IMethodSymbol method ? Of(method) : ApiTraits.None,
    };

    /// <summary>What starts a method, or <see cref="ApiTraits.None"/>.</summary>
    public ApiTraits Of(IMethodSymbol method)
    {
        if (EndpointShapes.IsAction(method) || EndpointShapes.IsGrpcMethod(method))
            return ApiTraits.EntryRequest;

        return knowledge.Apis.OfDeclared(method) is { } facts ? facts.Traits & ApiTraits.Entry : ApiTraits.None;
    }

    /// <summary>Whether a method is called when its owner ends: <c>Dispose</c>, <c>StopAsync</c>.</summary>
    public bool IsShutdown(IMethodSymbol method) => knowledge.Apis.OfDeclared(method)?.Has(ApiTraits.Shutdown) == true;

    private static bool IsEndpoint(IAnonymousFunctionOperation lambda) =>
        lambda.Syntax is AnonymousFunctionExpressionSyntax syntax
        && EndpointShapes.MapCall(syntax) is { } call
        && lambda.SemanticModel is { } model
        && EndpointShapes.MapsEndpoints(call, model, CancellationToken.None);
}
