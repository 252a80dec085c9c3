using System.Text;
using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Names an operation after what it is, unless its <c>[Slo]</c> names it.</summary>
public static class OperationNames
{
    // Names that a property of the emitted Operations class cannot have without hiding something.
    private static readonly HashSet<string> s_reserved =
    [
        "Operations", "Equals", "ReferenceEquals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize",
    ];

    /// <summary>The name of an operation.</summary>
    /// <param name="target">What carries the <c>[Slo]</c>.</param>
    /// <param name="node">Its declaration.</param>
    /// <param name="slo">The <c>[Slo]</c>.</param>
    public static string Of(ISymbol target, SyntaxNode node, AttributeData slo) =>
        slo.Text("Name") is { } declared && !string.IsNullOrWhiteSpace(declared) ? declared : Default(target, node);

    /// <summary>The name as a C# identifier. Names that differ in punctuation only have one identifier, and count as the
    /// same name.</summary>
    /// <param name="name">The name.</param>
    public static string Identifier(string name)
    {
        var identifier = new StringBuilder(name.Length + 1);
        var startsWord = true;
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c))
                identifier.Append(startsWord ? char.ToUpperInvariant(c) : c);

            startsWord = !char.IsLetterOrDigit(c);
        }

        if (identifier.Length == 0 || char.IsDigit(identifier[0]))
            identifier.Insert(0, '_');

        return s_reserved.Contains(identifier.ToString()) ? identifier.Append('_').ToString() : identifier.ToString();
    }

    /// <summary>The name of an operation whose <c>[Slo]</c> does not name it.</summary>
    /// <param name="target">What carries the <c>[Slo]</c>.</param>
    /// <param name="node">Its declaration.</param>
    public static string Default(ISymbol target, SyntaxNode node) => target switch
    {
        INamedTypeSymbol type => KebabCase.From(TypeName(type)),
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda => LambdaName(lambda, node),
        IMethodSymbol method when EndpointShapes.IsAction(method) || EndpointShapes.IsGrpcMethod(method) =>
            KebabCase.From(TypeName(method.ContainingType) + "-" + MethodName(method)),
        IMethodSymbol method when FrameworkShapes.IsHubMethod(method) => KebabCase.From(TypeName(method.ContainingType) + "-" + MethodName(method)),
        IMethodSymbol method when FrameworkShapes.IsHandlerMethod(method) => KebabCase.From(TypeName(method.ContainingType)),
        IMethodSymbol method when FrameworkShapes.MessageOf(method) is { } message => ConsumerName(TypeName(method.ContainingType), message.Name),
        _ => KebabCase.From(MethodName(target)) is { Length: > 0 } name ? name : target.Name,
    };

    /// <summary>A name without a suffix that says nothing of it; a name that is nothing but the suffix keeps it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="suffix">The suffix.</param>
    public static string WithoutSuffix(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - suffix.Length)
            : name;

    private static string MethodName(ISymbol method) => WithoutSuffix(method.Name, "Async");

    private static string TypeName(INamedTypeSymbol type) => WithoutSuffix(WithoutSuffix(WithoutInterfacePrefix(type), Role(type)), "Service");

    /// <summary>What the name of a class says about the framework, and not about the work.</summary>
    private static string Role(INamedTypeSymbol type) =>
        EndpointShapes.IsPageModel(type) ? "Model"
        : FrameworkShapes.IsHub(type) ? "Hub"
        : FrameworkShapes.IsConsumer(type) ? "Consumer"
        : FrameworkShapes.IsHandler(type) ? "Handler"
        : "Controller";

    /// <summary>Every method of every consumer is called <c>Consume</c>; what tells them apart is the message.</summary>
    private static string ConsumerName(string consumer, string message) =>
        KebabCase.From(consumer == message ? consumer : consumer + "-" + message);

    private static string WithoutInterfacePrefix(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Interface, Name: ['I', var second, ..] } && char.IsUpper(second) ? type.Name.Substring(1) : type.Name;

    /// <summary><c>MapPost("/orders", …)</c> is <c>post-orders</c>, in a group <c>/v1</c> it is <c>post-v1-orders</c>; a lambda
    /// elsewhere has the name of its method.</summary>
    private static string LambdaName(IMethodSymbol lambda, SyntaxNode node)
    {
        if (EndpointShapes.MapCall(node) is { } call)
        {
            var verb = WithoutPrefix(EndpointShapes.CalledName(call), "Map");
            var name = KebabCase.From(verb + "-" + (Routes.Of(call).Trim('/') is { Length: > 0 } route ? route : "root"));
            if (name.Length > 0)
                return name;
        }

        var method = lambda.ContainingSymbol;
        while (method is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
            method = method.ContainingSymbol;

        return KebabCase.From(method.Name) is { Length: > 0 } containing ? containing : "lambda";
    }

    private static string WithoutPrefix(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) ? name.Substring(prefix.Length) : name;
}
