namespace Reliability.Model;

/// <summary>The names under which a service publishes what it measures. The only place that spells them.</summary>
public static class Telemetry
{
    /// <summary>The meter of all instruments below, and the source of the spans.</summary>
    public const string Meter = "Reliability";

    /// <summary>An observable counter of good and bad events, unit <c>{event}</c>, labelled with <see cref="Service"/>,
    /// <see cref="Slo"/>, <see cref="Objective"/> and <see cref="Outcome"/>.</summary>
    public const string Events = "reliability.slo.events";

    /// <summary>A gauge: the target of each objective as a ratio. Deliberately without a unit, so that no pipeline appends
    /// one to its name.</summary>
    public const string ObjectiveTarget = "reliability.slo.objective";

    /// <summary>A gauge: the share of bad events above which each burn-rate alert of an objective fires, labelled with
    /// <see cref="Severity"/>, <see cref="LongWindow"/> and <see cref="ShortWindow"/> besides. By it a rule file of constant size knows
    /// what every service of a fleet needs.</summary>
    public const string BurnThreshold = "reliability.slo.burn.threshold";

    /// <summary>A gauge that is always 1 and carries what people want to know of an SLO as labels.</summary>
    public const string Info = "reliability.slo.info";

    /// <summary>A histogram of durations, unit <c>s</c>, of the operations that no framework measures already.</summary>
    public const string Duration = "reliability.operation.duration";

    /// <summary>A gauge of the calls that are under way, unit <c>{call}</c>.</summary>
    public const string Active = "reliability.operation.active";

    /// <summary>Label: the name of the service.</summary>
    public const string Service = "reliability.service";

    /// <summary>Label: the name of the operation and its SLO.</summary>
    public const string Slo = "reliability.slo";

    /// <summary>Label: <see cref="Model.Objective.Name"/>.</summary>
    public const string Objective = "reliability.objective";

    /// <summary>Label: <see cref="Good"/> or <see cref="Bad"/>, nothing else.</summary>
    public const string Outcome = "reliability.outcome";

    /// <summary>Label: the name of the operation, on the instruments about calls.</summary>
    public const string Operation = "reliability.operation";

    /// <summary>Label of <see cref="Info"/> and <see cref="ObjectiveTarget"/>: the window in days.</summary>
    public const string WindowDays = "reliability.window.days";

    /// <summary>Label of <see cref="BurnThreshold"/>: <c>page</c> or <c>ticket</c>.</summary>
    public const string Severity = "reliability.severity";

    /// <summary>Label of <see cref="BurnThreshold"/>: <see cref="WindowName"/> of the long window.</summary>
    public const string LongWindow = "reliability.window.long";

    /// <summary>Label of <see cref="BurnThreshold"/>: <see cref="WindowName"/> of the short window.</summary>
    public const string ShortWindow = "reliability.window.short";

    /// <summary>Label of <see cref="Info"/>: the owning team.</summary>
    public const string Owner = "service.owner.name";

    /// <summary>Label of <see cref="Info"/>: where a page goes.</summary>
    public const string OnCall = "service.owner.contact";

    /// <summary>Label of <see cref="Info"/>: the runbook.</summary>
    public const string Runbook = "reliability.runbook";

    /// <summary>Label of <see cref="Info"/>: OpenTelemetry's name for the tier.</summary>
    public const string Criticality = "service.criticality";

    /// <summary>Label of <see cref="Info"/>: the larger system.</summary>
    public const string System = "reliability.system";

    /// <summary>Label of <see cref="Info"/> and of spans: the method, OpenTelemetry's <c>code.function.name</c>.</summary>
    public const string Function = "code.function.name";

    /// <summary>Label of <see cref="Duration"/> and of spans, on failures only: the full name of the exception, a status, or
    /// <see cref="BadResult"/>.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Value of <see cref="ErrorType"/>: the call returned, but what it returned is declared a failure.</summary>
    public const string BadResult = "bad_result";

    /// <summary>Value of <see cref="Outcome"/>.</summary>
    public const string Good = "good";

    /// <summary>Value of <see cref="Outcome"/>.</summary>
    public const string Bad = "bad";

    /// <summary>The key of the assembly metadata attribute that holds the manifest.</summary>
    public const string ManifestKey = "Reliability.Manifest";
}
