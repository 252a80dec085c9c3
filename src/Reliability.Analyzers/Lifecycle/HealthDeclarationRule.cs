using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Slo;
using Reliability.Declarations;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0909: a declaration about health that cannot be honoured: a check that returns or takes something else, that emitted code
/// cannot see or has no object for, a group that is no part of a path, a time that no probe waits for, two things of one name, a check of a
/// dependency that there is not, a heartbeat that may be silent for no time.</summary>
/// <remarks>
/// Reports at the very argument; at the attribute, where the method itself is what is wrong. Silent on what the compiler rejects itself. An
/// error, because what cannot be honoured is left out, and a check that nobody asks looks healthy.
/// </remarks>
internal sealed class HealthDeclarationRule() : Rule(
    "REL0909", "Health declaration cannot be honoured", Categories.Lifecycle, DiagnosticSeverity.Error,
    "{0}",
    "What cannot be honoured is left out of the probes, and a check that nobody asks never fails, so it is an error and not silence.")
{
    public override ProjectShapes Shapes => ProjectShapes.Production | ProjectShapes.Test;

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.Liveness) is null)
            return;

        var hasRuntime = start.Type(TypeNames.OperationSite) is not null;
        var index = HealthIndex.Lazily(start.Compilation.Compilation);
        HealthDeclaration.OnEach(start.Compilation, (declaration, node) =>
        {
            if (declaration.Data.IsBroken())
                return;

            if (!hasRuntime && HealthProblemTexts.NeedsRuntime(declaration))
                node.ReportDiagnostic(Diagnostic.Create(Descriptor, declaration.Location, HealthProblemTexts.NoRuntime));

            Read(declaration, problem =>
            {
                if (HealthDeclaration.IsAt(problem.Attribute, declaration.Syntax))
                    node.ReportDiagnostic(Of(problem, declaration));
            });

            if (index(node.CancellationToken).ClashOf(declaration.Syntax) is { } other)
            {
                var (place, name) = HealthNamePlaces.Of(declaration);
                node.ReportDiagnostic(Diagnostic.Create(Descriptor, place, [other.Name.GetLocation()], HealthProblemTexts.Clash(name, declaration, other)));
            }
        });
    }

    private static void Read(HealthDeclaration declaration, Action<DeclarationProblem> report)
    {
        if (HealthAttributes.IsCheck(declaration.Data))
            CheckReader.Read(declaration.Target, report);
        else if (HealthAttributes.IsDependency(declaration.Data))
            DependencyReader.Read(declaration.Target, declaration.Data, report);
        else if (declaration.Target is INamedTypeSymbol type)
            HeartbeatReader.Read(type, declaration.Data, report);
    }

    private Diagnostic Of(DeclarationProblem problem, HealthDeclaration declaration) => Diagnostic.Create(
        Descriptor, ArgumentSyntax.Location(problem.Attribute, problem.Argument), HealthFixes.Of(problem), HealthProblemTexts.Of(problem, declaration));
}
