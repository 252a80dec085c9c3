using Reliability.Artifacts.Queries;
using Reliability.Model;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>An SLO that somebody else has written.</summary>
internal static class ForeignPromise
{
    public static void Add(OpenSloTask task)
    {
        if (WhyNot(task) is { } reason)
        {
            task.Remark(task.Line, $"it is left out: {reason}.");
            return;
        }

        var indicator = task.Spec.Indicator ?? Referenced(task);
        var window = WindowDays(task);
        for (var i = 0; i < task.Spec.Objectives.Count; i++)
            Add(task, indicator, i, window);

        RemarkRest(task);
    }

    /// <summary>The team that an annotation or label of whatever domain names.</summary>
    public static Ownership? Owner(OpenSloMetadata metadata) => metadata.Noted(Notes.Owner) is { } team ? new() { Team = team } : null;

    private static string? WhyNot(OpenSloTask task)
    {
        if (task.Spec.IsComposite)
            return "each objective of a composite has an indicator of its own, and weights say how they add up; promise each of them by itself";

        if (task.Spec.BudgetingMethod != "Occurrences")
            return $"{task.Spec.BudgetingMethod} promise a share of time, and here a share of events is promised";

        var length = task.Spec.Window?.Length.TotalDays ?? ServiceLevel.DefaultWindowDays;
        return length != Math.Floor(length) || length is < ServiceLevel.MinWindowDays or > ServiceLevel.MaxWindowDays
            ? $"a window has {ServiceLevel.MinWindowDays} to {ServiceLevel.MaxWindowDays} whole days here, and this one is {task.Spec.Window!.Duration.Text()}"
            : null;
    }

    private static SliSpec Referenced(OpenSloTask task)
    {
        var reference = task.Spec.IndicatorRef!;
        if (task.Objects.Find("SLI", reference.Text()) is not { } found)
            throw reference.Invalid($"there is no SLI '{reference.Text()}' in this file", "Put SLO and SLI into one file, with '---' between them.");

        var indicator = SliSpec.Read(found.Spec!);
        task.Spec.CheckComparisons(indicator);
        return indicator;
    }

    private static int WindowDays(OpenSloTask task)
    {
        if (task.Spec.Window is not { } window)
        {
            task.Remark(task.Line, $"it names no window; {ServiceLevel.DefaultWindowDays} days are taken.");
            return ServiceLevel.DefaultWindowDays;
        }

        var days = (int)window.Length.TotalDays;
        if (!window.IsRolling)
            task.Remark(window.Duration.Line, $"its window begins with the calendar; a rolling one of {Words.Count(days, "day")} is taken.");
        else if (OpenSloDuration.IsOfTheCalendar(window.Duration.Text()))
            task.Remark(window.Duration.Line, $"'{window.Duration.Text()}' is taken for {Words.Count(days, "day")}.");

        return days;
    }

    private static void Add(OpenSloTask task, SliSpec indicator, int index, int windowDays)
    {
        var objective = task.Spec.Objectives[index];
        if (objective.Target <= 0m)
        {
            task.Remark(objective.Place.Line, "a target of 0 promises nothing and is left out.");
            return;
        }

        if (Found(task, indicator, objective) is not { } found)
            return;

        var (source, target) = found;
        var name = source?.Own?.Operation ?? (index == 0 ? task.Slo.Metadata.Name : $"{task.Slo.Metadata.Name}-{index + 1}");
        task.Promises.Add(task.Slo.Place, source?.Own?.Service ?? task.ServiceName, new()
        {
            Name = name,
            Layer = source?.Metric is null ? OperationLayer.Explicit : OperationLayer.Metric,
            Metric = source?.Metric,
            Owner = Owner(task.Slo.Metadata),
            Level = new()
            {
                Objectives = EquatableArray.Of(source?.ThresholdMilliseconds is { } threshold ? Objective.Latency(target, threshold) : Objective.Availability(target)),
                WindowDays = windowDays,
                Runbook = task.Slo.Metadata.Noted(Notes.Runbook),
            },
        });
    }

    /// <summary>The indicator and the target; the indicator is null when only the promise can be carried over, and all is null when
    /// not even that.</summary>
    private static (FoundIndicator? Indicator, decimal Target)? Found(OpenSloTask task, SliSpec indicator, ObjectiveSpec objective)
    {
        if (indicator.Threshold is { } value)
            return Quantile(task, value, objective);

        try
        {
            return (Counted(task, indicator), objective.Target);
        }
        catch (QueryException e)
        {
            task.Remark(
                ((indicator.Part ?? indicator.Computed)?.Query ?? indicator.Place).Line,
                $"the promise is taken, its indicator is not: {e.Message}. Put [Slo] on the code that is meant, or name a metric.");
            return (null, objective.Target);
        }
    }

    private static FoundIndicator Counted(OpenSloTask task, SliSpec indicator)
    {
        if (indicator.Computed is { } computed)
            return IndicatorFinder.FindRatio(Query(task, computed), indicator.PartIsGood);

        return IndicatorFinder.Find(Query(task, indicator.Total!), Query(task, indicator.Part!), indicator.PartIsGood, indicator.IsCounter);
    }

    private static (FoundIndicator?, decimal)? Quantile(OpenSloTask task, MetricSourceSpec value, ObjectiveSpec objective)
    {
        try
        {
            if (objective.Operator!.Text() is "gt" or "gte")
                throw new QueryException("a value that must be high has no events to count");

            var (found, target) = IndicatorFinder.FindQuantile(Query(task, value), objective.Value!.Number());
            task.Remark(
                objective.Place.Line,
                $"that a quantile is below a value for {Words.Number(objective.Target)} % of the time is taken for what is meant by it: {Words.Number(target)} % of events are.");
            return (found, target);
        }
        catch (QueryException e)
        {
            task.Remark(value.Place.Line, $"it is left out: {e.Message}.");
            return null;
        }
    }

    private static string Query(OpenSloTask task, MetricSourceSpec source)
    {
        var type = source.Type
            ?? (source.DataSource is { } name && task.Objects.Find("DataSource", name) is { } found ? found.Spec!.OptionalMember("type")?.Text() : null);
        if (type is not null && !string.Equals(type, "prometheus", StringComparison.OrdinalIgnoreCase))
            throw new QueryException($"its source is {Printable.Text(type)}, and only queries of Prometheus are understood");

        return source.Query?.Text() ?? throw new QueryException("the source has no field 'query'");
    }

    /// <summary>What is no promise but was worth writing down.</summary>
    private static void RemarkRest(OpenSloTask task)
    {
        if (task.Spec.AlertPolicies.Count > 0)
            task.Remark(task.Spec.AlertPolicies[0].Line, "its alert policies are left out: alerts follow from objective and window.");

        var notes = task.Slo.Metadata.Annotations.Keys.Concat(task.Slo.Metadata.Labels.Keys).Where(key => !Notes.HasPlace(key))
            .Order(StringComparer.Ordinal).ToList();
        if (notes.Count > 0)
            task.Remark(task.Slo.Metadata.Place.Line, $"annotations and labels are left out: {string.Join(", ", notes)}.");
    }
}
