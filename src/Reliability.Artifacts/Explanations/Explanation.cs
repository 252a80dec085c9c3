using Reliability.Model;

namespace Reliability.Artifacts.Explanations;

/// <summary>What the promise of an operation means, in words: for a terminal, a page or a catalogue.</summary>
/// <param name="Service">The service.</param>
/// <param name="Operation">The operation, which is the name of the SLO as well.</param>
/// <param name="Facts">What there is to know besides its objectives, each with its heading.</param>
/// <param name="Objectives">Its objectives.</param>
/// <param name="Footnote">Under which circumstances the times hold.</param>
public sealed record Explanation(
    string Service, string Operation, IReadOnlyList<(string Heading, string Text)> Facts, IReadOnlyList<ObjectiveExplanation> Objectives, string Footnote)
{
    /// <summary>Explains one operation.</summary>
    /// <param name="service">Whose it is.</param>
    /// <param name="operation">What is promised.</param>
    /// <param name="options">How metrics reach Prometheus.</param>
    public static Explanation Of(ServiceManifest service, Operation operation, ExportOptions options)
    {
        var level = operation.Level;
        return new(
            service.Service.Name, operation.Name, [.. OperationFacts.Of(service, operation)],
            [.. level.Objectives.Select(objective => ObjectiveExplanation.Of(service, operation, objective, options))],
            Circumstances(level.EventsPerHour));
    }

    private static string Circumstances(decimal? eventsPerHour) =>
        "The times count from the first bad event, when nothing was bad before and traffic is steady"
        + (eventsPerHour is { } traffic
            ? $" at {Words.Events(traffic)} events an hour."
            : " and so dense that single events do not matter; what happens with less can be said once EventsPerHour is declared.")
        + " Prometheus looks once in its evaluation interval, which comes on top.";
}
