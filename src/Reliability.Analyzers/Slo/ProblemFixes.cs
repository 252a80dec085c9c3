using System.Collections.Immutable;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Slo;

/// <summary>Tells what can be fixed without asking: only where one answer is likely.</summary>
internal static class ProblemFixes
{
    public static ImmutableDictionary<string, string?> Of(DeclarationProblem problem) => problem.Kind switch
    {
        ProblemKind.TargetIsRatio when problem.Suggestion is { } percent =>
            DiagnosticProperties.With(ObjectiveCannotBeMeantRule.Replace, percent),
        ProblemKind.GoodNotFound when problem.Suggestion is { } signature => DiagnosticProperties.With(ObjectiveCannotBeMeantRule.Judge, signature),
        ProblemKind.MetricUnknown when problem.Suggestion is { } name => DiagnosticProperties.With(ObjectiveCannotBeMeantRule.Replace, "\"" + name + "\""),
        ProblemKind.NameIsEmpty when problem.Argument is null => DiagnosticProperties.None,
        ProblemKind.WindowOutOfRange or ProblemKind.NameIsEmpty or ProblemKind.GoodWithoutResult or ProblemKind.EventsNotPositive or ProblemKind.BucketsOfCounter => DiagnosticProperties.With(ObjectiveCannotBeMeantRule.Remove),
        _ => DiagnosticProperties.None,
    };
}
