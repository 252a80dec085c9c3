using Reliability.Artifacts.Queries;
using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.Sloth;

/// <summary>Reads sloth's <c>prometheus/v1</c>, as a file or as a Kubernetes resource. Whatever cannot be promised here is said.</summary>
public static class SlothReader
{
    /// <summary>Reads the services of a file.</summary>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="text">What is in it.</param>
    /// <exception cref="ImportException">It is not what sloth reads, or contradicts itself.</exception>
    public static ImportResult Read(string file, string text)
    {
        var documents = YamlReader.Read(file, text);
        if (documents.Count == 0)
            throw new ImportException(file, 0, "", "there is nothing in it", "Name a file that sloth generates rules from.");

        var promises = new ImportedPromises();
        foreach (var document in documents)
            Add(document, promises);

        return promises.Result();
    }

    private static void Add(YamlPlace document, ImportedPromises promises)
    {
        var spec = SlothSpec.Read(document);
        promises.Declare(new() { Name = spec.Service }, Owner(spec.Labels));
        promises.Remark(document.Line, $"the file names no window; {ServiceLevel.DefaultWindowDays} days are taken, as sloth does unless it is told otherwise.");
        RemarkLabels(promises, document.Line, "the service", spec.Labels);
        if (spec.Plugins is { } plugins)
            promises.Remark(plugins.Line, "plugins of sloth are left out.");

        foreach (var slo in spec.Slos)
            Add(spec, slo, promises);
    }

    private static void Add(SlothSpec spec, SlothSlo slo, ImportedPromises promises)
    {
        if (slo.Objective >= 100m)
        {
            promises.Remark(slo.Place.Line, $"SLO '{Printable.Text(slo.Name)}': it is left out: a target of 100 % leaves no budget.");
            return;
        }

        var found = Found(slo, promises);
        promises.Add(slo.Place, found?.Own?.Service ?? spec.Service, new()
        {
            Name = found?.Own?.Operation ?? slo.Name,
            Layer = found?.Metric is null ? OperationLayer.Explicit : OperationLayer.Metric,
            Metric = found?.Metric,
            Owner = Owner(slo.Labels),
            Level = new()
            {
                Objectives = EquatableArray.Of(found?.ThresholdMilliseconds is { } threshold
                    ? Objective.Latency(slo.Objective, threshold)
                    : Objective.Availability(slo.Objective)),
                Runbook = Notes.Find(slo.AlertAnnotations, Notes.Runbook),
            },
        });
        RemarkRest(slo, promises);
    }

    private static FoundIndicator? Found(SlothSlo slo, ImportedPromises promises)
    {
        try
        {
            if (slo.Events is { } events)
                return IndicatorFinder.Find(events.Total.Text(), events.Error.Text(), partIsGood: false);

            return IndicatorFinder.FindRatio((slo.Raw ?? throw new QueryException("a plugin of sloth knows it")).Text(), isGood: false);
        }
        catch (QueryException e)
        {
            promises.Remark(
                slo.Indicator.Line,
                $"SLO '{Printable.Text(slo.Name)}': the promise is taken, its indicator is not: {e.Message}. Put [Slo] on the code that is meant, or name a metric.");
            return null;
        }
    }

    private static void RemarkRest(SlothSlo slo, ImportedPromises promises)
    {
        var subject = $"SLO '{Printable.Text(slo.Name)}'";
        RemarkLabels(promises, slo.Place.Line, subject, slo.Labels);
        if (slo.Plugins is { } plugins)
            promises.Remark(plugins.Line, $"{subject}: plugins of sloth are left out.");

        foreach (var disabled in slo.DisabledAlerts)
            promises.Remark(disabled.Line, $"{subject}: an alert is disabled; here all alerts follow from objective and window, and are silenced in Alertmanager.");

        if (slo.HasAlertLabels)
            promises.Remark(slo.Place.Line, $"{subject}: names, labels and annotations of alerts are left out: ours are the same for all services.");
    }

    private static void RemarkLabels(ImportedPromises promises, int line, string subject, IReadOnlyDictionary<string, string> labels)
    {
        var rest = labels.Keys.Where(key => !Notes.HasPlace(key)).Order(StringComparer.Ordinal).Select(Printable.Text).ToList();
        if (rest.Count > 0)
            promises.Remark(line, $"{subject}: labels are left out: {string.Join(", ", rest)}.");
    }

    private static Ownership? Owner(IReadOnlyDictionary<string, string> labels) =>
        Notes.Find(labels, Notes.Owner) is { Length: > 0 } team ? new() { Team = team } : null;
}
