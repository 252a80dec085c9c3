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
/// methods that are handed to a <c>Map…</c> call anywhere in the assembly, on visible methods of a library, which another
/// assembly may map, and on partial methods whose return type is still unknown. An error, because a promise that nobody
/// measures looks kept for ever.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoLayerMeasuresAnalyzer() : ReliabilityAnalyzer(TypeNames.ServiceLevel, Descriptors.NoLayerMeasures)
{
    private protected override void Start(CompilationStartAnalysisContext context, INamedTypeSymbol api) =>
        SloDeclaration.OnEach(context, (declaration, node) =>
        {
            var target = declaration.Target;
            var reach = ReachReader.Of(target, node.Compilation);
            if (reach.Kind == ReachKind.EndpointIfMapped)
            {
                if (IsOrMayBeMapped(declaration, node.Compilation, node.CancellationToken))
                    return;

                // What no Map call takes can still be measured as a partial method.
                if (target is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && ReachReader.Unmapped(method) is { Kind: not ReachKind.NotPartial } unmapped)
                    reach = unmapped;
            }
            else if (reach.Kind is ReachKind.Endpoint or ReachKind.Method || IsRejectedByCompiler(target))
            {
                return;
            }

            var fix = PartialFixes.Of(target, reach) is { } kind ? DiagnosticProperties.With(kind) : DiagnosticProperties.None;
            node.ReportDiagnostic(Diagnostic.Create(Rule, declaration.Location, fix, ReachTexts.Of(reach, target)));
        });

    private static bool IsRejectedByCompiler(ISymbol target) =>
        target is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } or IMethodSymbol { ReturnType.TypeKind: TypeKind.Error };

    private static bool IsOrMayBeMapped(SloDeclaration declaration, Compilation compilation, CancellationToken cancellationToken) => declaration.Target switch
    {
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } => IsLambdaMapped(declaration.Node, compilation, cancellationToken),
        var target => MayBeMappedElsewhere(target, compilation) || MapIndex.IsMapped(target, compilation, cancellationToken),
    };

    private static bool IsLambdaMapped(SyntaxNode lambda, Compilation compilation, CancellationToken cancellationToken)
    {
        if (EndpointShapes.MapCall(lambda) is not null)
            return true;

        var holder = lambda.FirstAncestorOrSelf<SyntaxNode>(node => node is VariableDeclaratorSyntax or PropertyDeclarationSyntax or StatementSyntax);
        if (holder is not (VariableDeclaratorSyntax or PropertyDeclarationSyntax))
            return false;

#pragma warning disable RS1030 // only for a lambda with an [Slo] that is kept in a variable first
        var symbol = compilation.GetSemanticModel(holder.SyntaxTree).GetDeclaredSymbol(holder, cancellationToken);
#pragma warning restore RS1030
        return symbol is not null && MapIndex.IsMapped(symbol, compilation, cancellationToken);
    }

    private static bool MayBeMappedElsewhere(ISymbol target, Compilation compilation)
    {
        if (compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary || target is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
            return false;

        for (var scope = target; scope is not null and not INamespaceSymbol; scope = scope.ContainingSymbol)
        {
            if (scope.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}
