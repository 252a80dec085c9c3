using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>An objective as the generated tests see it: what is promised, where its events come from and where the rules record it.</summary>
internal sealed class TestedObjective
{
    private TestedObjective(ServiceManifest service, Operation operation, Objective objective, MetricNames names)
    {
        Service = service.Service;
        Operation = operation;
        Objective = objective;
        Samples = operation.Metric is { } metric
            ? MetricSamples.Of(metric, objective, names)
            : EventSamples(service.Service.Name, operation.Name, objective.Name, names);
    }

    public ServiceIdentity Service { get; }

    public Operation Operation { get; }

    public Objective Objective { get; }

    /// <summary>The raw series that count its events; null when none could be made up.</summary>
    public IReadOnlyList<SampleSeries>? Samples { get; }

    /// <summary>Whether it goes through every scenario, or stands for nothing that another one does not stand for.</summary>
    public bool IsFirstOfItsKind { get; private init; }

    public EquatableArray<BurnRateAlert> Alerts => BurnRatePolicy.Alerts(Objective, Operation.Level.WindowDays);

    public string Name => $"{Operation.Name} ({Objective.Name})";

    /// <summary>The labels of what is recorded.</summary>
    public IReadOnlyList<(string Label, string Value)> Labels =>
        [(AlertLabels.Service, Service.Name), (AlertLabels.Slo, Operation.Name), (AlertLabels.Objective, Objective.Name)];

    public static IReadOnlyList<TestedObjective> All(ServiceManifest service, MetricNames names)
    {
        var seen = new HashSet<(decimal, int)>();
        return
        [
            .. service.Operations.SelectMany(operation => operation.Level.Objectives.Select(objective =>
                new TestedObjective(service, operation, objective, names)
                {
                    // Queries over a metric that somebody else publishes are like no other.
                    IsFirstOfItsKind = operation.Metric is not null || seen.Add((objective.Target, operation.Level.WindowDays)),
                })),
        ];
    }

    public string Recorded(string series) => PromQl.Select(series, Labels);

    /// <summary>A scenario in which the objective's events take a course.</summary>
    public TestCourse Course(Timeline timeline, params IEnumerable<Expectation> expected) =>
        new(this, [.. Samples!.Select(series => (series.Selector(), series.Values(timeline)))], [.. expected]);

    /// <summary>Whether events of one would count for the other.</summary>
    public bool Collides(TestedObjective other) =>
        Samples!.Any(mine => other.Samples!.Any(mine.Collides)) || other.Samples!.Any(theirs => Samples!.Any(theirs.Collides));

    private static IReadOnlyList<SampleSeries> EventSamples(string service, string slo, string objective, MetricNames names)
    {
        return [Series(Telemetry.Good, perGood: 1, perBad: 0), Series(Telemetry.Bad, perGood: 0, perBad: 1)];

        SampleSeries Series(string outcome, int perGood, int perBad)
        {
            (string, string)[] identity =
            [
                (MetricNames.Label(Telemetry.Service), service), (MetricNames.Label(Telemetry.Slo), slo),
                (MetricNames.Label(Telemetry.Objective), objective),
            ];
            return new(
                names.Events, [.. identity, (MetricNames.Label(Telemetry.Outcome), outcome)],
                identity.Select(label => new LabelMatcher(label.Item1, LabelOperator.Is, label.Item2)).ToEquatableArray(), perGood, perBad);
        }
    }
}
