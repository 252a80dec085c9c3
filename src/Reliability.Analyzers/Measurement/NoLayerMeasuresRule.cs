using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>REL0203: an <c>[Slo]</c> that nothing counts for: on a method that is neither mapped nor enqueued nor partial, on a
/// partial method without its core, on a class that nothing calls from outside, on an interface that no decorator can have, or
/// without the package that counts.</summary>
/// <remarks>
/// Silent on controllers, actions, page models, gRPC services and methods, hubs, consumers, interfaces, partial methods with
/// their core, code that calls its own site, lambdas, local functions and methods that are handed to a <c>Map…</c> call or to
/// Hangfire anywhere in the assembly, and on partial methods whose return type is still unknown. Another assembly that maps the
/// method cannot be seen; a pragma says so. An error, because a promise that nobody measures looks kept for ever.
/// </remarks>
internal sealed class NoLayerMeasuresRule() : Rule(
    "REL0203", "No layer measures this [Slo]", Categories.Measurement, DiagnosticSeverity.Error,
    "{0}",
    "An [Slo] counts nothing by itself: an endpoint, a filter, a decorator, or the generated half of a partial method must count for it.")
{
    public override ProjectShapes Shapes => ProjectShapes.Production | ProjectShapes.Test;

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is not null)
            SloDeclaration.OnEach(start.Compilation, Check);
    }

    private void Check(SloDeclaration declaration, SyntaxNodeAnalysisContext node)
    {
        if (Unreached(declaration, node) is not { } reach || IsRejectedByCompiler(declaration.Target))
            return;

        node.ReportDiagnostic(Diagnostic.Create(
            Descriptor, declaration.Location, Fix(declaration, reach, node.SemanticModel), ReachTexts.Of(reach, declaration)));
    }

    private static ImmutableDictionary<string, string?> Fix(SloDeclaration declaration, Reach reach, SemanticModel model) =>
        PartialFixes.Of(declaration.Target, reach) is { } kind ? DiagnosticProperties.With(kind)
            : ReachTexts.CanMeasureItself(reach) && ExplicitBody.Of(declaration.Target, declaration.Node, model) is not null ? DiagnosticProperties.With(ExplicitBody.Fix, declaration.Identifier)
            : DiagnosticProperties.None;

    /// <summary>Why nothing counts, or null: something does.</summary>
    private static Reach? Unreached(SloDeclaration declaration, SyntaxNodeAnalysisContext node)
    {
        var (target, compilation) = (declaration.Target, node.Compilation);
        var reach = ReachReader.Of(target, compilation);
        if (reach.Kind is not (ReachKind.EndpointIfMapped or ReachKind.FilterIfEnqueued or ReachKind.NotPartial))
            return reach.IsCounted ? null : reach;

        if (reach.Kind == ReachKind.EndpointIfMapped && IsMapped(declaration, node))
            return null;

        if (target is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
            return reach;

        if (JobIndex.IsEnqueued(method, compilation, node.CancellationToken))
            return Packages.IsReferenced(compilation, Packages.Hangfire) ? null : new(ReachKind.NoRuntime, Packages.Hangfire);

        // What nobody else calls can still be measured as a partial method.
        return ReachReader.Unmapped(method) is { Kind: not ReachKind.NotPartial } unmapped ? unmapped : reach;
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
