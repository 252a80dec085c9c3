using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations.Failover;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Turns an <c>[Slo]</c> and what carries it into a declaration: the one reader, for generators and analyzers
/// alike.</summary>
public static class OperationReader
{
    /// <summary>Reads a declaration.</summary>
    /// <param name="target">What carries the <c>[Slo]</c>.</param>
    /// <param name="node">Its declaration.</param>
    /// <param name="slo">The <c>[Slo]</c>.</param>
    /// <param name="compilation">The compilation that declares it.</param>
    public static OperationDeclaration Read(ISymbol target, SyntaxNode node, AttributeData slo, Compilation compilation)
    {
        var reach = ReachReader.Of(target, compilation);
        var all = PromisesOf(target);
        var body = all[0] == slo ? WantsBody(target, node) : null;
        return new()
        {
            Operation = all.Count == 1 && reach.Layer is { } layer && !GoodReader.IsBroken(target, slo, reach) ? Operation(target, node, slo, layer) : null,
            Position = Position(node, slo),
            Method = body is null ? null : PartialMethodReader.Read((IMethodSymbol)target, body, GoodReader.Read(target, slo, reach)),
            Failover = body is null ? null : FailoverReader.Read((IMethodSymbol)target, node, slo),
            Place = reach.IsLookedUp ? Place(target, slo) : null,
            GoodResponse = reach.IsEndpoint ? GoodReader.Read(target, slo, reach) : null,
            Decorator = all[0] == slo && reach.Kind == ReachKind.Decorator ? DecoratorReader.Read(target, slo, reach) : null,
        };
    }

    /// <summary>The promises of one thing. There can be two, one of each form, but they cannot both be meant: neither is kept,
    /// and one body is emitted.</summary>
    /// <param name="target">What carries them.</param>
    public static IReadOnlyList<AttributeData> PromisesOf(ISymbol target) =>
        [.. target.GetAttributes().Where(IsSlo)];

    /// <summary>Whether an attribute is an <c>[Slo]</c> of either form.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool IsSlo(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "SloAttribute" } && (attribute.Is(TypeNames.Slo) || attribute.Is(TypeNames.SloOfProfile));

    private static Operation? Operation(ISymbol target, SyntaxNode node, AttributeData slo, OperationLayer layer) =>
        LevelReader.Read(slo) is { } level
            ? new()
            {
                Name = OperationNames.Of(target, node, slo),
                Function = Function(target),
                Layer = layer,
                Level = level,
                Owner = ServiceReader.NearestOwner(target),
            }
            : null;

    private static string Function(ISymbol target) => target is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }
        ? target.ContainingType.ToDisplayString(SymbolFormats.Plain) + ".<lambda>"
        : target.ToDisplayString(SymbolFormats.Plain);

    private static OperationPlace Place(ISymbol target, AttributeData slo)
    {
        var arguments = slo.ConstructorArguments;
        var type = target as INamedTypeSymbol ?? target.ContainingType;

        // The last two arguments of every form of [Slo] are the line and the member that the compiler filled in.
        var line = arguments.Length >= 2 ? arguments[arguments.Length - 2].Value as int? ?? 0 : 0;
        var member = arguments.Length >= 2 ? arguments[arguments.Length - 1].Value as string : null;
        var isGrpc = target is IMethodSymbol method ? EndpointShapes.IsGrpcMethod(method) : EndpointShapes.IsGrpcService(type);
        return new(PartialMethodReader.MetadataName(type), member, line, isGrpc);
    }

    internal static SourcePosition Position(SyntaxNode node, AttributeData slo)
    {
        var place = slo.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? node.GetLocation();
        return new(place.SourceTree?.FilePath ?? "", place.GetLineSpan().StartLinePosition.Line + 1);
    }

    /// <summary>Without a body the compiler would report an error of its own beside ours, so one is emitted wherever the
    /// language allows it, even around a promise that cannot be kept.</summary>
    internal static MethodDeclarationSyntax? WantsBody(ISymbol target, SyntaxNode node) =>
        target is IMethodSymbol { IsPartialDefinition: true, PartialImplementationPart: null } method
        && node is MethodDeclarationSyntax syntax
        && ReachReader.ClosedOwner(method) is null
            ? syntax
            : null;
}
