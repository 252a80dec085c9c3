using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.ApiTables;

/// <summary>REL0001: a line of an additional file <c>*.reliability.apis.txt</c> that cannot be read, and so is not
/// known.</summary>
internal sealed class ApiTableCannotBeReadRule() : Rule(
    "REL0001", "API table cannot be read", Categories.Knowledge, DiagnosticSeverity.Warning,
    "This line says nothing to the rules: {0}",
    "What a platform team knows of its own clients must not be lost by a typing error.")
{
    public override ProjectShapes Shapes => ProjectShapes.Production | ProjectShapes.Test;

    public override void Start(RuleStart start) => start.Compilation.RegisterAdditionalFileAction(context =>
    {
        if (!ApiFiles.IsTable(context.AdditionalFile))
            return;

        foreach (var (span, position, problem) in ApiFiles.Read(context.AdditionalFile, context.CancellationToken).Problems)
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(context.AdditionalFile.Path, span, position), problem));
    });
}
