namespace Reliability.Model;

/// <summary>A pair of windows that together say: the budget is burning this fast, and it is burning still.</summary>
/// <param name="Severity">Whether somebody is woken.</param>
/// <param name="LongWindow">The window that makes sure that a noticeable share of the budget is gone.</param>
/// <param name="ShortWindow">The window that makes sure that it is still happening, a twelfth of <paramref name="LongWindow"/>.</param>
/// <param name="Factor">The burn rate above which both windows must be; at least 1.</param>
/// <param name="For">How long the condition must hold, so that one odd sample wakes nobody.</param>
public sealed record BurnRateAlert(AlertSeverity Severity, TimeSpan LongWindow, TimeSpan ShortWindow, decimal Factor, TimeSpan For)
{
    /// <summary>The share of bad events, 0 to 1, above which the alert fires for an objective.</summary>
    /// <param name="objective">The promise.</param>
    public decimal Threshold(Objective objective) => Factor * objective.BudgetRatio;

    /// <summary>The share of the whole window's budget that is gone when the alert fires on <see cref="LongWindow"/>.</summary>
    /// <param name="windowDays">The window of the promise, in days.</param>
    public decimal BudgetShare(int windowDays) => Factor * (decimal)LongWindow.TotalDays / windowDays;
}
