using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Lifecycle;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0904: makes a check one of readiness, or lets a liveness endpoint run no check of a dependency.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeaveDependencyFix)), Shared]
public sealed class LeaveDependencyFix() : TextFix("REL0904")
{
    private const string Options = "Microsoft.AspNetCore.Diagnostics.HealthChecks";

    private protected override string Title(Diagnostic diagnostic, string fix) =>
        fix == LivenessAsksDependencyRule.AddOptions ? "Run none of them here" : "Write " + Value(diagnostic);

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (Fix(diagnostic) != LivenessAsksDependencyRule.AddOptions)
            return [new(diagnostic.Location.SourceSpan, Value(diagnostic))];

        if (root is not CompilationUnitSyntax unit || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            return [];

        // Behind all of them: a port may stand between the path and the options.
        var place = diagnostic.Location.SourceSpan;
        if (root.FindNode(place, getInnermostNodeForTie: true).FirstAncestorOrSelf<ArgumentListSyntax>()?.Arguments is not { Count: > 0 } arguments)
            return [];

        var name = arguments.Any(argument => argument.NameColon is not null) ? "options: " : "";
        var isImported = model.LookupNamespacesAndTypes(place.Start, name: "HealthCheckOptions").Length > 0;
        return
        [
            .. isImported ? [] : Imports.Add(unit, text, [Options]),
            new(new(arguments.Last().Span.End, 0), ", " + name + "new HealthCheckOptions { Predicate = " + Value(diagnostic) + " }"),
        ];
    }
}
