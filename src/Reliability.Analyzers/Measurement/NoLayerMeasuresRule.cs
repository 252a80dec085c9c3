using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>REL0203: an <c>[Slo]</c> that nothing counts for: on a method that is neither mapped nor partial, on a partial
/// method without its core, on a class without endpoints, or without the package that counts.</summary>
/// <remarks>
/// Silent on controllers, actions, gRPC services and methods, partial methods with their core, lambdas, local functions and
/// methods that are handed to a <c>Map…</c> call anywhere in the assembly, and on partial methods whose return type is still
/// unknown. Another assembly that maps the method cannot be seen; a pragma says so. An error, because a promise that nobody
/// measures looks kept for ever.
/// </remarks>
internal sealed class NoLayerMeasuresRule() : Rule(
    "REL0203", "No layer measures this [Slo]", Categories.Measurement, DiagnosticSeverity.Error,
    "{0}",
    "An [Slo] counts nothing by itself: an endpoint, or the generated half of a partial method, must count for it.")
{
    public override ProjectShapes Shapes => ProjectShapes.Production | ProjectShapes.Test;

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is not null)
            SloDeclaration.OnEach(start.Compilation, Check);
    }

    private void Check(SloDeclaration declaration, SyntaxNodeAnalysisContext node)
    {
        var target = declaration.Target;
        var reach = ReachReader.Of(target, node.Compilation);
        if (reach.Kind == ReachKind.EndpointIfMapped)
        {
            if (IsMapped(declaration, node))
                return;

            // What no Map call takes can still be measured as a partial method.
            if (target is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && ReachReader.Unmapped(method) is { Kind: not ReachKind.NotPartial } unmapped)
                reach = unmapped;
        }
        else if (reach.IsCounted || IsRejectedByCompiler(target))
        {
            return;
        }

        var fix = PartialFixes.Of(target, reach) is { } kind ? DiagnosticProperties.With(kind) : DiagnosticProperties.None;
        node.ReportDiagnostic(Diagnostic.Create(Descriptor, declaration.Location, fix, ReachTexts.Of(reach, target)));
    }

    private static bool IsRejectedByCompiler(ISymbol target) =>
        target is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } or IMethodSymbol { ReturnType.TypeKind: TypeKind.Error };

    private static bool IsMapped(SloDeclaration declaration, SyntaxNodeAnalysisContext node) =>
        declaration.Target is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }
            ? IsLambdaMapped(declaration.Node, node)
            : MapIndex.IsMapped(declaration.Target, node.Compilation, node.CancellationToken);

    private static bool IsLambdaMapped(SyntaxNode lambda, SyntaxNodeAnalysisContext node)
    {
        if (EndpointShapes.MapCall(lambda) is { } call)
            return EndpointShapes.MapsEndpoints(call, node.SemanticModel, node.CancellationToken);

        var holder = lambda.FirstAncestorOrSelf<SyntaxNode>(outer => outer is VariableDeclaratorSyntax or PropertyDeclarationSyntax or StatementSyntax);
        return holder is VariableDeclaratorSyntax or PropertyDeclarationSyntax
            && node.SemanticModel.GetDeclaredSymbol(holder, node.CancellationToken) is { } symbol
            && MapIndex.IsMapped(symbol, node.Compilation, node.CancellationToken);
    }
}
