using Microsoft.Extensions.Hosting;

namespace Reliability;

/// <summary>Lets the budgets take in what was counted, often enough for their finest steps.</summary>
internal sealed class BudgetSampler(ErrorBudgets budgets, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ObjectiveHistory.FineStep, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                budgets.Sample();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; there is nothing left to sample.
        }
    }
}
