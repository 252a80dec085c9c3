using Reliability.Model;

namespace Reliability;

/// <summary>An operation as it stands in this process.</summary>
/// <param name="Service">The service.</param>
/// <param name="Operation">What is promised.</param>
/// <param name="Active">Calls under way.</param>
/// <param name="ObservedFor">How long this process has been counting; budgets cover no more than that.</param>
/// <param name="Objectives">The objectives.</param>
public sealed record OperationStatus(
    ServiceIdentity Service, Operation Operation, long Active, TimeSpan ObservedFor, IReadOnlyList<ObjectiveStatus> Objectives);

/// <summary>An objective as it stands in this process.</summary>
/// <param name="Objective">The promise.</param>
/// <param name="Budget">The budget of the whole window.</param>
/// <param name="BurnRates">How fast it burns, by window, the shortest first.</param>
/// <param name="Recent">The last hour in points of <see cref="ErrorBudgets.PointLength"/>, the oldest first; empty before the
/// first event.</param>
public sealed record ObjectiveStatus(
    Objective Objective, ErrorBudget Budget, IReadOnlyList<WindowBurnRate> BurnRates, IReadOnlyList<EventCount> Recent);

/// <summary>How fast a budget burns, averaged over a window.</summary>
/// <param name="Window">The window.</param>
/// <param name="BurnRate">1 spends exactly the whole budget over the objective's window.</param>
public readonly record struct WindowBurnRate(TimeSpan Window, decimal BurnRate);
