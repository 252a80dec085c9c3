using Reliability.Model;

namespace Reliability.Artifacts.Explanations;

/// <summary>What there is to know of an operation besides its objectives.</summary>
internal static class OperationFacts
{
    public static IEnumerable<(string Heading, string Text)> Of(ServiceManifest service, Operation operation)
    {
        yield return ("Counted", Counted(operation));
        yield return ("Woken", Woken(operation.Owner ?? service.Owner));
        if (operation.Level.Runbook is { } runbook)
            yield return ("Runbook", runbook);

        if (operation.Source is { } source)
            yield return ("Declared", source);

        if (operation.Level.ExcludedExceptions is { Count: > 0 } excluded)
            yield return ("Not counted", Words.List([.. excluded]));
    }

    private static string Woken(Ownership? owner)
    {
        if (owner is null)
            return "nobody is named; alerts go wherever Alertmanager sends what has no owner";

        var ways = new[]
        {
            owner.OnCall is { } onCall ? $"pages go to {onCall}" : "nobody said where pages go",
            owner.Chat is { } chat ? $"people are found in {chat}" : null,
        };
        return $"{owner.Team}; {string.Join("; ", ways.Where(way => way is not null))}";
    }

    private static string Counted(Operation operation) => operation.Metric is { } metric
        ? MetricWords.Of(metric, operation.Level)
        : Place(operation.Layer) + (operation.Function is { } function ? $": {function}" : "");

    private static string Place(OperationLayer layer) => layer switch
    {
        OperationLayer.Endpoint => "at the HTTP edge, by the status that the caller sees",
        OperationLayer.Method => "around the partial method",
        OperationLayer.Filter => "in the filter of the framework that calls it",
        OperationLayer.Decorator => "by the decorator before each implementation",
        OperationLayer.Explicit => "by code of its own",
        _ => "by a metric",
    };
}
