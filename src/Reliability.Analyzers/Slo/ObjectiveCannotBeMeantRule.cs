using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Slo;

/// <summary>REL0103: a promise that nobody can mean: 0.999 or 99,9 where 99.9 is, 100 %, a latency objective with one half, a window
/// of 3,650 days, a profile without objectives, a name that another operation has, an endpoint that looks like
/// another one at run time, a second promise for one thing, a judge of results that there is not, an owner or
/// a service without a name, a metric of which nothing tells what is good or fast.</summary>
/// <remarks>
/// Reports at the very argument, in an <c>[Slo]</c> and a <c>[MetricSlo]</c> as well as on a profile class. Silent on what the compiler rejects itself
/// and on every promise that can be both kept and broken, however ambitious. An error, because an operation whose promise
/// cannot be meant is left out of the measurement.
/// </remarks>
internal sealed class ObjectiveCannotBeMeantRule() : Rule(
    "REL0103", "Objective cannot be meant", Categories.Slo, DiagnosticSeverity.Error,
    "{0}",
    "A promise that cannot be kept or cannot be broken is dropped from the measurement, so it is an error and not silence.")
{
    /// <summary>The argument gets the value.</summary>
    internal const string Replace = "Replace";

    /// <summary>The argument goes away.</summary>
    internal const string Remove = "Remove";

    /// <summary>The attribute gets a <c>Name</c>.</summary>
    internal const string Name = "Name";

    /// <summary>The type gets the method that judges.</summary>
    internal const string Judge = "Judge";

    public override ProjectShapes Shapes => ProjectShapes.Production | ProjectShapes.Test;

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is null)
            return;

        var context = start.Compilation;
        var index = SloIndex.Lazily(context.Compilation);
        SloDeclaration.OnEach(context, (declaration, node) =>
        {
            if (declaration.Slo.IsBroken())
                return;

            if (OperationReader.PromisesOf(declaration.Target) is { Count: > 1 } promises)
            {
                if (promises[0] != declaration.Slo)
                    node.ReportDiagnostic(Diagnostic.Create(Descriptor, declaration.Location, ProblemTexts.SecondPromise(declaration.Target)));

                return;
            }

            var level = LevelReader.Read(declaration.Slo, problem => node.ReportDiagnostic(Of(problem)));
            if (ReachOf(declaration, node) is { } reach)
                GoodReader.Read(declaration.Target, declaration.Slo, reach, problem => node.ReportDiagnostic(Of(problem)));

            if (level is null)
                ReportProfile(declaration.Slo, declaration.Location, node.ReportDiagnostic);
            else if (SloIndex.NameOf(declaration, node.Compilation) is { } name)
                ReportClash(declaration.Syntax, name, ArgumentSyntax.Find(declaration.Syntax, "Name")?.Expression, index(node.CancellationToken), node.ReportDiagnostic);
        });

        MetricDeclaration.OnEach(context, (declaration, node) =>
        {
            if (declaration.Slo.IsBroken())
                return;

            if (MetricReader.Read(declaration.Slo, problem => node.ReportDiagnostic(Of(problem))) is { } operation)
                ReportClash(declaration.Syntax, operation.Name, ArgumentPlaces.Name(declaration.Slo), index(node.CancellationToken), node.ReportDiagnostic);
            else
                ReportProfile(declaration.Slo, declaration.Location, node.ReportDiagnostic);
        });

        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (EmptyNames.In((AttributeSyntax)node.Node, node.SemanticModel, node.CancellationToken) is { } empty)
                    node.ReportDiagnostic(Diagnostic.Create(Descriptor, empty.Location, empty.Text));
            },
            SyntaxKind.Attribute);

        var profiles = start.Type(TypeNames.SloProfile);
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.BaseType.IsOrDerivesFrom(profiles) && !type.GetAttributes().Any(Attributes.IsBroken))
                    LevelReader.ReadProfile(type, problem => symbol.ReportDiagnostic(Of(problem)));
            },
            SymbolKind.NamedType);
    }

    private Diagnostic Of(DeclarationProblem problem) =>
        Diagnostic.Create(Descriptor, problem.Place?.GetLocation() ?? ArgumentSyntax.Location(problem.Attribute, problem.Argument), ProblemFixes.Of(problem), ProblemTexts.Of(problem));

    /// <summary>The layer that would ask a judge. A method that nothing maps can still become a partial one, so what it would
    /// judge is not known.</summary>
    private static Reach? ReachOf(SloDeclaration declaration, SyntaxNodeAnalysisContext node) =>
        ReachReader.Of(declaration.Target, node.Compilation) is var reach
        && reach.Kind == ReachKind.EndpointIfMapped
        && declaration.Target is IMethodSymbol { MethodKind: MethodKind.Ordinary }
        && !MapIndex.IsMapped(declaration.Target, node.Compilation, node.CancellationToken)
            ? null
            : reach;

    /// <summary>What is wrong inside a profile is said there; where nobody can look or nothing is, it is said here.</summary>
    private void ReportProfile(AttributeData slo, Location place, Action<Diagnostic> report)
    {
        if (LevelReader.Profile(slo) is not { TypeKind: TypeKind.Class } profile || LevelReader.ReadProfile(profile) is not null)
            return;

        DeclarationProblem? elsewhere = null;
        foreach (var type in profile.SelfAndBases())
        {
            var isForeign = type.DeclaringSyntaxReferences.IsEmpty;
            LevelReader.ReadProfile(type, problem => elsewhere ??= isForeign ? problem : null);
        }

        var text = elsewhere is not null ? ProblemTexts.InProfile(profile, elsewhere)
            : LevelReader.IsEmptyProfile(profile) ? ProblemTexts.EmptyProfile(profile)
            : null;
        if (text is not null)
            report(Diagnostic.Create(Descriptor, place, text));
    }

    private void ReportClash(AttributeSyntax declaration, string name, SyntaxNode? nameSyntax, SloIndex index, Action<Diagnostic> report)
    {
        if (index.ClashOf(declaration) is not { } clash)
            return;

        Location[] other = [clash.Other.Name.GetLocation()];
        if (clash.Kind == ClashKind.Place)
        {
            report(Diagnostic.Create(Descriptor, declaration.Name.GetLocation(), other, ProblemTexts.SamePlace(name, clash.OtherName, clash.Other)));
            return;
        }

        ImmutableDictionary<string, string?> fix = DiagnosticProperties.With(Name, index.UniqueName(declaration));
        report(Diagnostic.Create(Descriptor, (nameSyntax ?? declaration.Name).GetLocation(), other, fix, ProblemTexts.Clash(name, clash.Other)));
    }
}
