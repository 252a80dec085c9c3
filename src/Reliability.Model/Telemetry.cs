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

    /// <summary>A gauge: the last known health of each check and each group, 1 healthy, 0.5 degraded, 0 unhealthy. Without a unit, as
    /// <see cref="ObjectiveTarget"/> is.</summary>
    public const string HealthStatus = "reliability.health.status";

    /// <summary>Label of <see cref="HealthStatus"/>: <c>live</c>, <c>ready</c>, <c>startup</c> or a group of the program's own; absent on the
    /// series of a check.</summary>
    public const string HealthGroup = "reliability.health.group";

    /// <summary>Label of <see cref="HealthStatus"/>: the check; absent on the series of a group.</summary>
    public const string HealthCheck = "reliability.health.check";

    /// <summary>A gauge of the calls that may be under way at a time, unit <c>{call}</c>, labelled with <see cref="Service"/> and, unless it is
    /// the limit of the whole service, <see cref="Operation"/>.</summary>
    public const string AdmissionLimit = "reliability.admission.limit";

    /// <summary>A gauge of the calls that were admitted and are under way, unit <c>{call}</c>.</summary>
    public const string AdmissionActive = "reliability.admission.active";

    /// <summary>A gauge of the calls that wait for their turn, unit <c>{call}</c>.</summary>
    public const string AdmissionQueued = "reliability.admission.queued";

    /// <summary>A gauge: the share of <see cref="AdmissionLimit"/> that is in use. Without a unit, as <see cref="ObjectiveTarget"/> is.</summary>
    public const string AdmissionSaturation = "reliability.admission.saturation";

    /// <summary>A counter of the calls that were turned away, unit <c>{call}</c>, labelled with <see cref="CallCriticality"/> and
    /// <see cref="ShedReason"/> besides.</summary>
    public const string AdmissionShed = "reliability.admission.shed";

    /// <summary>Label of <see cref="AdmissionShed"/>, and the key of the criticality in the baggage: <c>sheddable</c>, <c>sheddable_plus</c>,
    /// <c>critical</c> or <c>critical_plus</c>.</summary>
    public const string CallCriticality = "reliability.criticality";

    /// <summary>Label of <see cref="AdmissionShed"/>: <c>queue_full</c>, <c>queue_timeout</c>, <c>displaced</c> or <c>deadline</c>.</summary>
    public const string ShedReason = "reliability.shed.reason";

    /// <summary>The key of the deadline in the baggage: milliseconds since 1970, UTC.</summary>
    public const string Deadline = "reliability.deadline";

    /// <summary>A counter of what failover did, unit <c>{event}</c>, labelled with <see cref="Service"/>, <see cref="Operation"/> and
    /// <see cref="FailoverEvent"/>.</summary>
    public const string FailoverEvents = "reliability.failover.events";

    /// <summary>Label of <see cref="FailoverEvents"/>: <c>retry</c>, <c>retry_exhausted</c>, <c>retry_denied</c>, <c>timeout</c>,
    /// <c>attempt_timeout</c>, <c>breaker_opened</c>, <c>breaker_half_opened</c>, <c>breaker_closed</c>, <c>breaker_rejected</c> or
    /// <c>fallback</c>.</summary>
    public const string FailoverEvent = "reliability.failover.event";

    /// <summary>A gauge: 1 closed, 0.5 half-open, 0 open, labelled with <see cref="Breaker"/>. Without a unit, as
    /// <see cref="ObjectiveTarget"/> is.</summary>
    public const string BreakerState = "reliability.breaker.state";

    /// <summary>Label of <see cref="BreakerState"/>: the name of the breaker.</summary>
    public const string Breaker = "reliability.breaker";

    /// <summary>A gauge: the retries that a dependency's budget allows now, unit <c>{retry}</c>, labelled with
    /// <see cref="Dependency"/>.</summary>
    public const string RetryBudget = "reliability.retry.budget";

    /// <summary>Label of <see cref="RetryBudget"/>: the dependency.</summary>
    public const string Dependency = "reliability.dependency";

    /// <summary>Value of <see cref="ErrorType"/>: the call was turned away because there was too much to do.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>Value of <see cref="ErrorType"/>: the time that the caller gave was over.</summary>
    public const string DeadlineExceeded = "deadline_exceeded";

    /// <summary>The key of the assembly metadata attribute that holds the manifest.</summary>
    public const string ManifestKey = "Reliability.Manifest";
}
