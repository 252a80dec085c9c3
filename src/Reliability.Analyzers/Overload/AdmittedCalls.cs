using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Overload;

/// <summary>Tells whether anything stands in front of what carries a <c>[Capacity]</c>: the edge in front of endpoints, the emitted half of
/// a partial method, the service as a whole.</summary>
internal static class AdmittedCalls
{
    /// <summary>Why nothing admits the calls, or null: something does, or something else is said of it.</summary>
    public static string? WhyNone(CarriedAttribute capacity, SyntaxNodeAnalysisContext node) => capacity.Target switch
    {
        INamedTypeSymbol type when !IsAtEdge(type) =>
            "'" + type.Name + "' is no controller, gRPC service or page, so nothing stands in front of it; say the capacity of its methods, partial ones that return a task, or of the assembly",
        IAssemblySymbol when node.Compilation.GetTypeByMetadataName(TypeNames.EndpointRuntime) is null =>
            "The capacity of a service is kept where its requests come in, by Reliability.AspNetCore, which is not referenced, so nothing is limited; say the capacity of partial methods that return a task",
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } => IsCertainlyNoEndpoint(capacity.Node, node) ? "This lambda is no endpoint, so nothing stands in front of it" : null,
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } local when !MapIndex.IsMapped(local, node.Compilation, node.CancellationToken) => Unmapped(local),
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method when !IsAdmitted(method, node) => Unmapped(method),
        _ => null,
    };

    /// <summary>Whether a lambda is handed to what maps no endpoint. One that is kept, or given back, may be mapped later.</summary>
    public static bool IsCertainlyNoEndpoint(SyntaxNode lambda, SyntaxNodeAnalysisContext node) =>
        (EndpointShapes.MapCall(lambda) ?? (lambda.Parent as ArgumentSyntax)?.Parent?.Parent as InvocationExpressionSyntax) is { } call
        && !EndpointShapes.MapsEndpoints(call, node.SemanticModel, node.CancellationToken)
        && node.SemanticModel.GetTypeInfo(lambda, node.CancellationToken).ConvertedType is not { SpecialType: SpecialType.System_Delegate or SpecialType.System_MulticastDelegate or SpecialType.System_Object }
        && node.SemanticModel.GetTypeInfo(call, node.CancellationToken).Type is not ({ TypeKind: TypeKind.Delegate } or { SpecialType: SpecialType.System_Delegate });

    // The attributes of a hub become those of its endpoint.
    private static bool IsAtEdge(INamedTypeSymbol type) =>
        EndpointShapes.IsController(type) || EndpointShapes.IsGrpcService(type) || EndpointShapes.IsPageModel(type) || FrameworkShapes.IsHub(type);

    // Whether a partial method can have its other half, REL0803 says.
    private static bool IsAdmitted(IMethodSymbol method, SyntaxNodeAnalysisContext node) =>
        method.IsPartialDefinition
        || method.PartialDefinitionPart is not null
        || EndpointShapes.IsAction(method)
        || EndpointShapes.IsGrpcMethod(method)
        || MapIndex.IsMapped(method, node.Compilation, node.CancellationToken);

    private static string Unmapped(IMethodSymbol method) =>
        "'" + method.Name + "' is no endpoint and not partial, so nothing stands in front of it; make it partial, with its code in '" + method.Name + "Core'";
}
