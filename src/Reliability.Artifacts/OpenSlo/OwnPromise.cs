using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>An SLO that we have written: its annotations say what the promise is. What follows from that (queries, alerts) is not
/// read, but if somebody has changed it by hand, that is said.</summary>
internal static class OwnPromise
{
    private const string Cure = "Change the attributes in the code, and export again.";

    public static void Add(OpenSloTask task, YamlPlace name)
    {
        AnnotationReader.MustBeKnown(task.Slo.Metadata, Annotations.OfSlo);
        var operation = AnnotationReader.Operation(task.Slo.Metadata, name, Objective(task), WindowDays(task));
        CompareIndicator(task, operation);
        CompareAlerts(task, operation);
        task.Promises.Add(task.Slo.Place, task.ServiceName, operation);
    }

    private static Objective Objective(OpenSloTask task)
    {
        if (task.Spec.Objectives is not [var objective])
            throw task.Spec.Place.Invalid("an SLO of ours has one objective", Cure);

        if (objective.Target <= 0m)
            throw objective.Place.Invalid("a target of 0 promises nothing", Cure);

        return task.Slo.Metadata.Ours(Annotations.LatencyMilliseconds) is { } threshold
            ? Model.Objective.Latency(objective.Target, AnnotationReader.Positive(threshold))
            : Model.Objective.Availability(objective.Target);
    }

    private static int WindowDays(OpenSloTask task)
    {
        if (task.Spec is not { BudgetingMethod: "Occurrences", Window: { IsRolling: true } window })
            throw task.Spec.Place.Invalid("an SLO of ours counts Occurrences over a rolling window", Cure);

        var days = window.Length.TotalDays;
        return days == Math.Floor(days) && days is >= ServiceLevel.MinWindowDays and <= ServiceLevel.MaxWindowDays
            ? (int)days
            : throw window.Duration.Invalid($"a window has {ServiceLevel.MinWindowDays} to {ServiceLevel.MaxWindowDays} whole days", Cure);
    }

    private static void CompareIndicator(OpenSloTask task, Operation operation)
    {
        var indicator = task.Spec.Indicator;
        var isKept = Enum.GetValues<MetricNaming>()
            .Select(naming => CounterQueries.Of(new() { Name = task.ServiceName }, operation, operation.Level.Objectives[0], new(naming)))
            .Any(queries => indicator?.PartIsGood == queries.PartIsGood
                && indicator.Total?.Query?.Text() == queries.Total && indicator.Part?.Query?.Text() == queries.PartAsItStands);
        if (!isKept)
            task.Remark((indicator?.Place ?? task.Spec.Place).Line, "the queries were changed by hand and are left out: they follow from the annotations.");
    }

    private static void CompareAlerts(OpenSloTask task, Operation operation)
    {
        var expected = BurnRatePolicy.Alerts(operation.Level.Objectives[0], operation.Level.WindowDays)
            .Select(alert => new AlertConditionSpec(alert.Severity.Name(), "gt", alert.Factor, alert.LongWindow, alert.For));
        if (!task.Policies().Select(task.Condition).SequenceEqual(expected))
            task.Remark(task.Line, "the alert policies are not those that follow from objective and window, and are left out.");
    }
}
