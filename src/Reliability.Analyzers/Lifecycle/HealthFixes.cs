using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Tells what can be fixed without asking: only where one answer is likely.</summary>
internal static class HealthFixes
{
    /// <summary>The argument gets the value.</summary>
    internal const string Replace = "Replace";

    /// <summary>The argument goes away.</summary>
    internal const string Remove = "Remove";

    /// <summary>The attribute becomes another one.</summary>
    internal const string Attribute = "Attribute";

    /// <summary>The method of that name becomes internal.</summary>
    internal const string Open = "Open";

    public static ImmutableDictionary<string, string?> Of(DeclarationProblem problem) => problem.Kind switch
    {
        ProblemKind.GroupUnreadable when problem.Suggestion is { } group => DiagnosticProperties.With(Replace, SymbolDisplay.FormatLiteral(group, quote: true)),
        ProblemKind.GroupHasAttribute when problem.Attribute.NamedArguments.IsEmpty => DiagnosticProperties.With(Attribute, problem.Suggestion),
        ProblemKind.CheckTimeoutOutOfRange or ProblemKind.CacheNegative or ProblemKind.CheckSettingsDiffer => DiagnosticProperties.With(Remove),
        ProblemKind.HealthNotAccessible when problem.Suggestion is { } method => DiagnosticProperties.With(Open, method),
        _ => DiagnosticProperties.None,
    };
}
