using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Measurement;

/// <summary>REL0205: one path that is counted twice under one promise: an operation that calls itself by its measured name, measures
/// what is measured around it already, overrides or implements what promises the same, or does nothing but call it.</summary>
/// <remarks>
/// Reports calls that are a part of the path: awaited, returned, or made at once; not work that is only started. Silent on
/// calls on other instances, on two operations with different promises on one path, which is how a request and a part of it are
/// told apart, and on bodies that do anything besides the call. The last, an endpoint that hands on to an operation with an equal
/// promise, is a suggestion: both counts are right, but one failure pages twice.
/// </remarks>
internal sealed class CountedTwiceRule() : Rule(
    "REL0205", "One path counted twice", Categories.Measurement, DiagnosticSeverity.Warning,
    "{0}",
    "An error budget is a share of events: an event that counts twice makes failures, or successes, look twice as frequent as they are.")
{
    /// <summary>The call goes to the core.</summary>
    internal const string CallCore = "CallCore";

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is null)
            return;

        // A core or an implementation is elsewhere than its [Slo]: found by the names that calls of it have.
        var names = SloSyntax.CalledNames(start.Knowledge.Compilation, start.Compilation.CancellationToken);
        if (names.Count > 0)
        {
            start.OnCall(
                (site, call) =>
                {
                    if (CountedCalls.Of(site, call) is { } found)
                        site.Report(found.Place, found.Severity, Fix(found), found.Text);
                },
                [.. names, .. MeasuredTargets.Measures.Except(names)]);
        }

        SloDeclaration.OnEach(start.Compilation, (declaration, node) =>
        {
            if (OperationReader.Read(declaration.Target, declaration.Node, declaration.Slo, node.Compilation).Operation is not { } operation)
                return;

            foreach (var found in new CountedPath(declaration, operation, start.Knowledge, node.Compilation, node.CancellationToken).Find())
            {
                if (!OnPurpose.IsSaid(found.Place, Descriptor.Id, declaration.Target, node.CancellationToken))
                    node.ReportDiagnostic(Diagnostic.Create(Descriptor, found.Place, found.Severity, additionalLocations: null, Fix(found), found.Text));
            }
        });
    }

    private static ImmutableDictionary<string, string?> Fix(CountedAgain found) =>
        found.Core is { } core ? DiagnosticProperties.With(CallCore, core) : DiagnosticProperties.None;
}
