using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Declarations;

/// <summary>Recognises what ASP.NET Core makes an endpoint of.</summary>
public static class EndpointShapes
{
    private const string ControllerBase = "Microsoft.AspNetCore.Mvc.ControllerBase";
    private const string ControllerAttribute = "Microsoft.AspNetCore.Mvc.ControllerAttribute";
    private const string NonControllerAttribute = "Microsoft.AspNetCore.Mvc.NonControllerAttribute";
    private const string NonActionAttribute = "Microsoft.AspNetCore.Mvc.NonActionAttribute";
    private const string PageModel = "Microsoft.AspNetCore.Mvc.RazorPages.PageModel";
    private const string EndpointRouteBuilder = "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder";
    private const string BindServiceMethodAttribute = "Grpc.Core.BindServiceMethodAttribute";

    /// <summary>Whether MVC takes a class for a controller, by base class or attribute: it finds public classes that are not
    /// nested or generic. An abstract one hands its attributes down.</summary>
    /// <param name="type">The class.</param>
    public static bool IsController(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, DeclaredAccessibility: Accessibility.Public, ContainingType: null, Arity: 0 }
        && type.SelfAndBases().Any(self => self.Is(ControllerBase) || DerivesFromAttribute(self, ControllerAttribute))
        && type.Find(NonControllerAttribute) is null;

    /// <summary>Whether a method is an action of a controller.</summary>
    /// <param name="method">The method.</param>
    public static bool IsAction(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public }
        && method.ContainingType is { } type
        && IsController(type)
        && method.Find(NonActionAttribute) is null;

    /// <summary>Whether a class implements a gRPC service: a base class carries <c>[BindServiceMethod]</c>.</summary>
    /// <param name="type">The class.</param>
    public static bool IsGrpcService(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && type.SelfAndBases().Any(self => self.Find(BindServiceMethodAttribute) is not null);

    /// <summary>Whether a method overrides a call of a gRPC service.</summary>
    /// <param name="method">The method.</param>
    public static bool IsGrpcMethod(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsOverride: true } && method.ContainingType is { } type && IsGrpcService(type);

    /// <summary>Whether a class is the model of a Razor page.</summary>
    /// <param name="type">The class.</param>
    public static bool IsPageModel(INamedTypeSymbol type) => type.TypeKind == TypeKind.Class && type.SelfAndBases().Any(self => self.Is(PageModel));

    /// <summary>Whether a method answers requests for a Razor page: <c>OnGet</c>, <c>OnPostAsync</c>, …</summary>
    /// <param name="method">The method.</param>
    public static bool IsPageHandler(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public, ContainingType: { } type }
        && method.Name.Length > 2
        && method.Name.StartsWith("On", StringComparison.Ordinal)
        && char.IsUpper(method.Name[2])
        && IsPageModel(type);

    /// <summary>The <c>Map…(…)</c> call that a lambda or method group is an argument of, or null.</summary>
    /// <param name="handler">The expression.</param>
    public static InvocationExpressionSyntax? MapCall(SyntaxNode handler)
    {
        var expression = handler;
        while (expression.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax)
            expression = expression.Parent;

        return expression.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } }
            && IsNamedMap(call)
                ? call
                : null;
    }

    /// <summary>Whether a call is named as those are that map endpoints; cheap, and no proof.</summary>
    /// <param name="call">The call.</param>
    public static bool IsNamedMap(InvocationExpressionSyntax call) => CalledName(call).StartsWith("Map", StringComparison.Ordinal);

    /// <summary>Whether a <c>Map…(…)</c> call maps endpoints: it has an <c>IEndpointRouteBuilder</c> to map them on. A call
    /// that could not be bound may; broken code is no evidence.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">The model of its file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static bool MapsEndpoints(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method
        || IsRouteBuilder(method.ReceiverType)
        || method.Parameters.Any(parameter => IsRouteBuilder(parameter.Type));

    /// <summary>The last name of what is called: <c>MapGet</c> of <c>app.MapGet(…)</c>.</summary>
    /// <param name="call">The call.</param>
    public static string CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };

    private static bool IsRouteBuilder(ITypeSymbol? type) =>
        (type is INamedTypeSymbol self && self.Is(EndpointRouteBuilder))
        || type?.AllInterfaces.Any(implemented => implemented.Is(EndpointRouteBuilder)) == true;

    private static bool DerivesFromAttribute(INamedTypeSymbol type, string attributeName) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass.SelfAndBases().Any(self => self.Is(attributeName)));
}
