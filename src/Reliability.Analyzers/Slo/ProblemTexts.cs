using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Analyzers.Slo;

/// <summary>Says what follows from a promise that cannot be meant, with the arithmetic.</summary>
internal static class ProblemTexts
{
    /// <summary>What is wrong with an owner of no name.</summary>
    public const string EmptyTeam = "The team is empty, so this owner counts as none and nobody is paged; name the team, or leave the attribute out";

    /// <summary>What is wrong with a service of no name.</summary>
    public const string EmptyService =
        "The name of the service is empty, so the service is called after its assembly; name it as dashboards and alerts shall call it";

    /// <summary>What is wrong with an argument.</summary>
    public static string Of(DeclarationProblem problem) => problem.Kind switch
    {
        ProblemKind.TargetIsRatio => problem.Value + " is " + problem.Value + " %, an objective that 99 % failures would still meet; "
            + (problem.Suggestion is { } meant ? meant + " is probably meant" : "write the percentage that must succeed, such as 99.9"),
        ProblemKind.TargetNotPositive => "An objective of " + problem.Value
            + " % is met even if everything fails; write the percentage that must succeed, such as 99.9",
        ProblemKind.TargetLeavesNoBudget => problem.Value
            + " % leaves no error budget: the first failure breaks the promise, and no burn rate can be computed; 99.9 allows 1 failure in 1,000",
        ProblemKind.LatencyIncomplete => Incomplete(problem),
        ProblemKind.ThresholdNotPositive => problem.Value + " ms is no time within which anything can be fast; write the milliseconds, such as 300",
        ProblemKind.ThresholdTwice => "Two latency objectives at " + problem.Value
            + " ms would share one name and one series; change one threshold or leave one objective out",
        ProblemKind.WindowOutOfRange => "A budget is kept over " + Number(ServiceLevel.MinWindowDays) + " to " + Number(ServiceLevel.MaxWindowDays)
            + " days, not " + problem.Value + "; without a window it is " + Number(ServiceLevel.DefaultWindowDays),
        ProblemKind.NameIsEmpty when problem.Argument is null => "The name is empty, so no dashboard or alert could say which operation it is about; name it",
        ProblemKind.NameIsEmpty => "The name is empty, so no dashboard or alert could say which operation it is about; leave it out to name the operation after its symbol",
        ProblemKind.GoodNotFound => "No '" + problem.Value + "' can judge what comes out of this operation, so it is not measured; add: " + problem.Suggestion,
        ProblemKind.GoodWithoutResult => "Nothing comes out of this operation that '" + problem.Value
            + "' could judge, so it is not measured; leave Good out, or put the [Slo] on a method that returns the result",
        ProblemKind.FilledInByHand => FilledIn(problem),
        ProblemKind.EventsNotPositive => problem.Value + " is no number of events that an hour has; write how many an ordinary quiet hour has, or leave it out",
        _ => MetricProblemTexts.Of(problem),
    };

    /// <summary>What is wrong with a profile whose source is elsewhere.</summary>
    public static string InProfile(INamedTypeSymbol profile, DeclarationProblem problem) => "In '" + profile.Name + "': " + Of(problem);

    /// <summary>What is wrong with a profile that promises nothing.</summary>
    public static string EmptyProfile(INamedTypeSymbol profile) =>
        "'" + profile.Name + "' promises nothing, so nothing is measured; put [Availability(99.9)] or [Latency(99, Milliseconds = 300)] on it";

    /// <summary>What is wrong with a second promise.</summary>
    public static string SecondPromise(ISymbol target) => (target.Name.Length > 0 ? "'" + target.Name + "'" : "The lambda")
        + " has another [Slo] already, and one thing cannot keep two promises, so neither is measured; put all objectives into one";

    /// <summary>What is wrong with a name that another operation has.</summary>
    public static string Clash(string name, AttributeSyntax other) => "'" + name + "' is also the name of the operation at " + Place(other)
        + ", and two operations cannot share one error budget, so neither is measured; give one of them a Name of its own";

    /// <summary>What is wrong with an endpoint that looks like another one at run time.</summary>
    public static string SamePlace(string name, string otherName, AttributeSyntax other) => "'" + name + "' stands on the same line as '" + otherName
        + "' at " + Place(other) + ", and at run time nothing else tells them apart, so neither is measured; put one of them on a line of its own";

    private static string Place(AttributeSyntax declaration)
    {
        var place = declaration.GetLocation().GetLineSpan();
        var file = place.Path.Substring(place.Path.LastIndexOfAny(['/', '\\']) + 1);
        return file + ":" + Number(place.StartLinePosition.Line + 1);
    }

    private static string Incomplete(DeclarationProblem problem)
    {
        // Value names the threshold; the problem stands at whichever half is there.
        var missing = problem.Argument == problem.Value ? "LatencyTarget" : problem.Value;
        return missing == "LatencyTarget"
            ? "A latency threshold without LatencyTarget promises nothing; add the percentage that must be as fast, such as LatencyTarget = 99"
            : "A latency objective without " + missing + " has no time to be fast in; add the milliseconds, such as " + missing + " = 300";
    }

    private static string FilledIn(DeclarationProblem problem) => problem.Suggestion is { } meant
        ? meant.Replace('.', ',') + " is " + meant.Substring(0, meant.IndexOf('.')) + " and a line number, so the promise is another one; write a decimal point: " + meant
        : "The compiler fills in line and member, by which an endpoint is found at run time; leave out '" + problem.Value + "'";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
