namespace Reliability.Model;

/// <summary>What an objective allows to go wrong, against what did, over some time. All arithmetic is exact.</summary>
/// <param name="Objective">The promise.</param>
/// <param name="Good">Good events.</param>
/// <param name="Bad">Bad events.</param>
public readonly record struct ErrorBudget(Objective Objective, long Good, long Bad)
{
    /// <summary>All events.</summary>
    public long Total => Good + Bad;

    /// <summary>The share of bad events, 0 to 1; 0 when nothing happened.</summary>
    public decimal ErrorRatio => Total == 0 ? 0m : (decimal)Bad / Total;

    /// <summary>How many times faster than allowed the budget is being spent: 1 spends exactly the whole budget over the
    /// window, 0 spends none.</summary>
    public decimal BurnRate => ErrorRatio / Objective.BudgetRatio;

    /// <summary>The share of the budget that is left: 1 when untouched, 0 when spent, negative when overspent.</summary>
    public decimal Remaining => 1m - BurnRate;
}
