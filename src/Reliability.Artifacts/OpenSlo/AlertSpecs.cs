using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>When people are told.</summary>
/// <param name="Condition">The one condition, if it is written out here.</param>
/// <param name="ConditionRef">The name of the one condition, if it is somewhere else.</param>
internal sealed record AlertPolicySpec(AlertConditionSpec? Condition, string? ConditionRef)
{
    public static AlertPolicySpec Read(YamlPlace spec)
    {
        spec.HasOnly("description", "alertWhenNoData", "alertWhenResolved", "alertWhenBreaching", "conditions", "notificationTargets");
        OpenSloSpec.Description(spec);
        foreach (var flag in new[] { "alertWhenNoData", "alertWhenResolved", "alertWhenBreaching" })
            spec.OptionalMember(flag)?.Boolean();

        foreach (var target in Targets(spec))
            CheckTarget(target);

        var conditions = spec.Member("conditions", "A policy has exactly one condition.");
        return conditions.Items().ToList() is [var condition]
            ? Condition(condition)
            : throw conditions.Invalid($"a policy has exactly one condition (found {conditions.Items().Count()})", "Make one policy of each condition.");

        static AlertPolicySpec Condition(YamlPlace condition)
        {
            if (condition.OptionalMember("conditionRef") is { } name)
            {
                condition.HasOnly("conditionRef");
                return new(null, OpenSloMetadata.ReadName(name));
            }

            AlertConditionSpec? spec = null;
            OpenSloSpec.CheckInline(condition, "AlertCondition", inline => spec = AlertConditionSpec.Read(inline));
            return new(spec, null);
        }
    }

    private static List<YamlPlace> Targets(YamlPlace spec)
    {
        var targets = spec.Member("notificationTargets", "Name at least one target, such as '- targetRef: on-call'.");
        return targets.Items().ToList() is { Count: > 0 } some ? some : throw targets.Invalid("there is no target", "Name at least one, such as '- targetRef: on-call'.");
    }

    private static void CheckTarget(YamlPlace target)
    {
        if (target.OptionalMember("targetRef") is not { } name)
        {
            OpenSloSpec.CheckInline(target, "AlertNotificationTarget", OpenSloSpec.CheckTarget);
            return;
        }

        target.HasOnly("targetRef");
        OpenSloMetadata.ReadName(name);
    }
}

/// <summary>A burn rate that is too high.</summary>
internal sealed record AlertConditionSpec(string Severity, string Operator, decimal Threshold, TimeSpan Lookback, TimeSpan After)
{
    public static AlertConditionSpec Read(YamlPlace spec)
    {
        spec.HasOnly("description", "severity", "condition");
        OpenSloSpec.Description(spec);
        var severity = spec.Member("severity", "Write one, such as page or ticket.").Text();
        var condition = spec.Member("condition", "Write kind, op, threshold and lookbackWindow.");
        condition.HasOnly("kind", "op", "threshold", "lookbackWindow", "alertAfter");
        condition.OptionalMember("kind")?.OneOf("burnrate");
        return new(
            severity,
            condition.Member("op", "Write gt for a burn rate above the threshold.").OneOf(OpenSloSpec.Operators),
            condition.Member("threshold", "Write how many times as fast as allowed the budget may burn.").Number(),
            OpenSloSpec.Duration(condition.Member("lookbackWindow", "Write the time to look at, such as 1h.")),
            condition.OptionalMember("alertAfter") is { } after && after.Text() != "0m" ? OpenSloSpec.Duration(after) : TimeSpan.Zero);
    }
}
