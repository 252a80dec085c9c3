using Reliability.Model;

namespace Reliability.Artifacts.Explanations;

/// <summary>What a burn-rate alert does, in words.</summary>
/// <param name="Severity">Whether somebody is woken.</param>
/// <param name="Condition">What it waits for.</param>
/// <param name="Meaning">How fast the budget burns then, and how much of it is gone.</param>
public sealed record AlertExplanation(string Severity, string Condition, string Meaning)
{
    internal static AlertExplanation Of(BurnRateAlert alert, Objective objective, int windowDays)
    {
        return new(
            alert.Severity.Name(),
            $"more than {Words.Roughly(alert.Threshold(objective) * 100m)} % bad in the last {Words.Duration(alert.LongWindow)} and in the last "
                + $"{Words.Duration(alert.ShortWindow)}, for {Words.Duration(alert.For)}",
            $"{(alert.Factor == 1m ? "more than" : $"{Words.Roughly(alert.Factor)} times what")} is allowed: the budget lasts {Words.Exactly(alert.Lasts(windowDays))}, "
                + $"and {Words.Roughly(alert.BudgetShare(windowDays) * 100m)} % of it is gone");
    }
}
