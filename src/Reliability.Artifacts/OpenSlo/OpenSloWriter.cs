using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>Writes the objects of OpenSLO v1.</summary>
internal static class OpenSloWriter
{
    public static Action<YamlMapping> Service(ServiceManifest manifest) => Object(
        "Service", OpenSloIdentity.NameOf(manifest.Service), manifest.Service.Name, AnnotationWriter.Of(manifest), _ => { });

    public static Action<YamlMapping> Target(ServiceIdentity service, string? onCall) => Object(
        "AlertNotificationTarget", OpenSloIdentity.NameOfTarget(service, onCall), onCall ?? "Alertmanager", [], spec =>
        {
            spec.Text("description", onCall is null ? "Nobody is named as on call: the routes of Alertmanager decide." : "Who is on call.");
            spec.Text("target", onCall ?? "alertmanager");
        });

    public static Action<YamlMapping> Slo(OpenSloIdentity slo, EquatableArray<BurnRateAlert> alerts, CounterQueries queries) => Object(
        "SLO", slo.Name, $"{slo.Operation.Name}: {slo.Objective.Promise}", AnnotationWriter.Of(slo.Operation, slo.Objective), spec =>
        {
            var level = slo.Operation.Level;
            spec.Text("description", $"Over {Words.Count(level.WindowDays, "day")}, {slo.Objective.Promise}.");
            spec.Text("service", slo.ServiceName);
            spec.Mapping("indicator", indicator => Indicator(indicator, slo, queries));
            spec.Sequence("timeWindow", [level.WindowDays], (window, days) =>
            {
                window.Word("duration", WindowName.Of(TimeSpan.FromDays(days)));
                window.Word("isRolling", "true");
            });
            spec.Word("budgetingMethod", "Occurrences");
            spec.Sequence("objectives", [slo.Objective], Objective);
            spec.Sequence("alertPolicies", alerts, (policy, alert) => policy.Text("alertPolicyRef", slo.PolicyName(alert)));
        });

    public static Action<YamlMapping> AlertPolicy(OpenSloIdentity slo, BurnRateAlert alert, bool isLast) => Object(
        "AlertPolicy", slo.PolicyName(alert), $"{slo.Operation.Name}: burns over {Words.Duration(alert.LongWindow)}", Annotated(alert), spec =>
        {
            // One policy is enough to say that nothing is measured any more, and nobody need be woken.
            spec.Word("alertWhenNoData", isLast ? "true" : "false");
            spec.Word("alertWhenResolved", "false");
            spec.Word("alertWhenBreaching", "true");
            spec.Sequence("conditions", [alert], (condition, _) => Condition(condition, slo, alert));
            spec.Sequence("notificationTargets", [slo.TargetName], (target, name) => target.Text("targetRef", name));
        });

    private static (string, string)[] Annotated(BurnRateAlert alert) => [(Annotations.ShortWindow, WindowName.Of(alert.ShortWindow))];

    private static void Condition(YamlMapping condition, OpenSloIdentity slo, BurnRateAlert alert)
    {
        condition.Word("kind", "AlertCondition");
        condition.Mapping("metadata", metadata =>
        {
            metadata.Text("name", slo.PolicyName(alert));
            metadata.Texts("annotations", Annotated(alert));
        });
        condition.Mapping("spec", spec =>
        {
            spec.Text("description", $"The budget burns more than {Words.Roughly(alert.Factor)} times as fast as it may over {Words.Duration(alert.LongWindow)} "
                + $"and still over the last {Words.Duration(alert.ShortWindow)}.");
            spec.Text("severity", alert.Severity.Name());
            spec.Mapping("condition", burnRate =>
            {
                burnRate.Word("kind", "burnrate");
                burnRate.Word("op", "gt");
                burnRate.Word("threshold", Words.Number(alert.Factor));
                burnRate.Word("lookbackWindow", WindowName.Of(alert.LongWindow));
                burnRate.Word("alertAfter", WindowName.Of(alert.For));
            });
        });
    }

    private static void Indicator(YamlMapping indicator, OpenSloIdentity slo, CounterQueries queries)
    {
        indicator.Mapping("metadata", metadata => metadata.Text("name", slo.Name));
        indicator.Mapping("spec", spec => spec.Mapping("ratioMetric", ratio =>
        {
            ratio.Word("counter", "true");
            ratio.Mapping(queries.PartIsGood ? "good" : "bad", part => Metric(part, queries.PartAsItStands));
            ratio.Mapping("total", total => Metric(total, queries.Total));
        }));
    }

    private static void Metric(YamlMapping metric, string query) => metric.Mapping("metricSource", source =>
    {
        source.Word("type", "Prometheus");
        source.Mapping("spec", spec => spec.Block("query", query));
    });

    private static void Objective(YamlMapping written, Objective objective)
    {
        // A decimal holds 28 digits: where the ratio needs more than the percentage has, the percentage is what is exact.
        written.Text("displayName", OpenSloNames.Display(objective.Promise));
        if (objective.TargetRatio * 100m == objective.Target)
            written.Word("target", Words.Number(objective.TargetRatio));
        else
            written.Word("targetPercent", Words.Number(objective.Target));
    }

    private static Action<YamlMapping> Object(
        string kind, string name, string displayName, IEnumerable<(string, string)> annotations, Action<YamlMapping> spec) => document =>
    {
        document.Word("apiVersion", OpenSloFile.Version);
        document.Word("kind", kind);
        document.Mapping("metadata", metadata =>
        {
            metadata.Text("name", name);
            metadata.Text("displayName", OpenSloNames.Display(displayName));
            metadata.Texts("annotations", annotations);
        });
        document.Mapping("spec", spec);
    };
}
