using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reliability.AspNetCore.StatusPage;

/// <summary>The live error budgets as JSON.</summary>
internal static class StatusJson
{
    public static Task WriteAsync(Stream output, IReadOnlyList<OperationStatus> operations, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(
            output, new StatusDocument([.. operations.Select(Operation)]), StatusJsonContext.Default.StatusDocument, cancellationToken);

    private static OperationDocument Operation(OperationStatus status) => new(
        status.Service.Name,
        status.Operation.Name,
        status.Operation.Function,
        status.Operation.Owner?.Team,
        status.Operation.Owner?.OnCall,
        status.Operation.Owner?.Chat,
        status.Operation.Level.Runbook,
        status.Operation.Level.WindowDays,
        Math.Round(status.ObservedFor.TotalSeconds),
        status.Active,
        [.. status.Objectives.Select(Objective)]);

    private static ObjectiveDocument Objective(ObjectiveStatus status) => new(
        status.Objective.Name,
        status.Objective.Target,
        status.Objective.ThresholdMilliseconds,
        status.Budget.Good,
        status.Budget.Bad,
        status.Budget.Remaining,
        status.BurnRates.ToDictionary(rate => Durations.Short(rate.Window), rate => rate.BurnRate),
        [.. status.Recent.Select(point => new PointDocument(point.Good, point.Bad))]);
}

internal sealed record StatusDocument(IReadOnlyList<OperationDocument> Operations);

internal sealed record OperationDocument(
    string Service, string Name, string? Function, string? Owner, string? OnCall, string? Chat, string? Runbook, int WindowDays, double ObservedSeconds, long Active,
    IReadOnlyList<ObjectiveDocument> Objectives);

internal sealed record ObjectiveDocument(
    string Name, decimal TargetPercent, decimal? ThresholdMilliseconds, long Good, long Bad, decimal BudgetRemainingRatio,
    IReadOnlyDictionary<string, decimal> BurnRates, IReadOnlyList<PointDocument> LastHourByHalfMinute);

internal sealed record PointDocument(long Good, long Bad);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJsonContext : JsonSerializerContext;
