using System.Globalization;
using System.Text.RegularExpressions;
using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>A promise.</summary>
internal sealed record SloSpec(YamlPlace Place, YamlPlace Service, string BudgetingMethod, IReadOnlyList<ObjectiveSpec> Objectives)
{
    /// <summary>The indicator, if it is written out here.</summary>
    public SliSpec? Indicator { get; private init; }

    /// <summary>The name of the indicator, if it is somewhere else.</summary>
    public YamlPlace? IndicatorRef { get; private init; }

    public TimeWindowSpec? Window { get; private init; }

    /// <summary>The policies: names, or objects that are written out.</summary>
    public IReadOnlyList<YamlPlace> AlertPolicies { get; private init; } = [];

    /// <summary>Whether each objective has an indicator of its own.</summary>
    public bool IsComposite => Indicator is null && IndicatorRef is null;

    public static SloSpec Read(YamlPlace spec)
    {
        spec.HasOnly("description", "service", "indicator", "indicatorRef", "budgetingMethod", "timeWindow", "objectives", "alertPolicies");
        OpenSloSpec.Description(spec);
        var objectives = spec.Member("objectives", "Write at least '- target: 0.999'.");
        var slo = new SloSpec(
            spec,
            ServiceOf(spec),
            spec.Member("budgetingMethod", "Write Occurrences: the share of good events is promised.").OneOf("Occurrences", "Timeslices", "RatioTimeslices"),
            [.. objectives.Items().Select(ObjectiveSpec.Read)])
        {
            Indicator = spec.OptionalMember("indicator") is { } indicator ? ReadIndicator(indicator) : null,
            IndicatorRef = spec.OptionalMember("indicatorRef") is { } name && OpenSloMetadata.ReadName(name) is not null ? name : null,
            Window = TimeWindowSpec.Read(spec),
            AlertPolicies = [.. spec.OptionalMember("alertPolicies")?.Items().Select(CheckPolicy) ?? []],
        };
        if (slo.Objectives.Count == 0)
            throw objectives.Invalid("there is no objective", "Write at least '- target: 0.999'.");

        slo.CheckIndicators();
        slo.CheckSlices();
        return slo;
    }

    /// <summary>An indicator that is written out where it is used.</summary>
    public static SliSpec ReadIndicator(YamlPlace indicator)
    {
        indicator.HasOnly("metadata", "spec");
        OpenSloMetadata.Read(indicator.Member("metadata", "Give the indicator at least a name."));
        return SliSpec.Read(indicator.Member("spec", "Write ratioMetric or thresholdMetric."));
    }

    private static YamlPlace ServiceOf(YamlPlace spec)
    {
        var service = spec.Member("service", "Name the Service that the promise is of.");
        OpenSloMetadata.ReadName(service);
        return service;
    }

    private static YamlPlace CheckPolicy(YamlPlace policy)
    {
        // Older versions of the specification have names, newer ones references.
        if (policy.Value is YamlText)
            OpenSloMetadata.ReadName(policy);
        else if (policy.OptionalMember("alertPolicyRef") is { } name)
        {
            policy.HasOnly("alertPolicyRef");
            OpenSloMetadata.ReadName(name);
        }
        else
            OpenSloSpec.CheckInline(policy, "AlertPolicy", spec => AlertPolicySpec.Read(spec));

        return policy;
    }

    private void CheckIndicators()
    {
        if (Indicator is not null && IndicatorRef is not null)
            throw IndicatorRef.Invalid("'indicator' and 'indicatorRef' exclude each other", "Keep one of the two.");

        var composite = Objectives.Count(objective => objective.HasIndicator);
        if (IsComposite && composite < Objectives.Count)
            throw Place.Invalid("'indicator' or 'indicatorRef' is missing", "Write one of the two, or one in each objective.");

        if (!IsComposite && composite > 0)
            throw Place.Invalid("the promise has an indicator, and an objective has another", "Keep the one or the others.");

        if (Indicator is not null)
            CheckComparisons(Indicator);
    }

    /// <summary>A value is compared, a ratio is not.</summary>
    public void CheckComparisons(SliSpec indicator)
    {
        foreach (var objective in Objectives)
        {
            if (indicator.Threshold is null && (objective.Operator ?? objective.Value) is { } compared)
                throw compared.Invalid("'op' and 'value' belong to a thresholdMetric", "Remove them: a ratio is compared with the target.");

            if (indicator.Threshold is not null && (objective.Operator is null || objective.Value is null))
                throw objective.Place.Invalid("a thresholdMetric needs 'op' and 'value'", "Write what the value is compared with, such as 'op: lte' and 'value: 0.3'.");
        }
    }

    private void CheckSlices()
    {
        foreach (var objective in Objectives)
        {
            if (BudgetingMethod == "Timeslices" && !objective.HasSliceTarget)
                throw objective.Place.Invalid("Timeslices need 'timeSliceTarget'", "Write the share of good events that makes a slice good.");

            if (BudgetingMethod != "Occurrences" && !objective.HasSliceWindow)
                throw objective.Place.Invalid($"{BudgetingMethod} need 'timeSliceWindow'", "Write how long a slice is, such as 1m.");
        }
    }
}

/// <summary>One target of a promise: a share of good events in percent.</summary>
internal sealed record ObjectiveSpec(YamlPlace Place, decimal Target)
{
    public YamlPlace? Operator { get; private init; }

    public YamlPlace? Value { get; private init; }

    public bool HasIndicator { get; private init; }

    public bool HasSliceTarget { get; private init; }

    public bool HasSliceWindow { get; private init; }

    public static ObjectiveSpec Read(YamlPlace place)
    {
        place.HasOnly(
            "displayName", "op", "value", "target", "targetPercent", "timeSliceTarget", "timeSliceWindow", "indicator", "indicatorRef", "compositeWeight");
        place.OptionalMember("displayName")?.Text();
        place.OptionalMember("op")?.OneOf(OpenSloSpec.Operators);
        place.OptionalMember("value")?.Number();
        if (place.OptionalMember("indicator") is { } indicator)
            SloSpec.ReadIndicator(indicator);

        if (place.OptionalMember("indicatorRef") is { } name)
            OpenSloMetadata.ReadName(name);

        return new(place, Percent(place))
        {
            Operator = place.OptionalMember("op"),
            Value = place.OptionalMember("value"),
            HasIndicator = place.OptionalMember("indicator") is not null || place.OptionalMember("indicatorRef") is not null,
            HasSliceTarget = Within(place.OptionalMember("timeSliceTarget"), 1m, "above 0 and at most 1"),
            HasSliceWindow = Slice(place.OptionalMember("timeSliceWindow")),
        };
    }

    private static decimal Percent(YamlPlace place)
    {
        Within(place.OptionalMember("compositeWeight"), decimal.MaxValue, "above 0");
        OpenSloSpec.ExactlyOne(place, "target", "targetPercent");
        if (place.OptionalMember("targetPercent") is { } percent)
            return percent.Number() is >= 0m and < 100m and var share ? share : throw percent.Invalid($"it is at least 0 and below 100 (found {percent.Excerpt()})", "Write 99.9 for 999 of 1,000.");

        var target = place.OptionalMember("target")!;
        return target.Number() is >= 0m and < 1m and var ratio
            ? ratio * 100m
            : throw target.Invalid($"it is at least 0 and below 1 (found {target.Excerpt()})", "Write 0.999 for 999 of 1,000, or use targetPercent.");
    }

    private static bool Within(YamlPlace? place, decimal most, string range)
    {
        if (place is not null && (place.Number() <= 0m || place.Number() > most))
            throw place.Invalid($"it is {range} (found {place.Excerpt()})", "Correct the number.");

        return place is not null;
    }

    private static bool Slice(YamlPlace? place)
    {
        if (place is { Value: YamlText { IsPlain: true } text } && decimal.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes))
            return minutes > 0m ? true : throw place.Invalid("a slice is longer than nothing", "Write how many minutes it lasts, or 1m.");

        return place is not null && OpenSloSpec.Duration(place) > TimeSpan.Zero;
    }
}

/// <summary>The time over which a promise is kept.</summary>
internal sealed partial record TimeWindowSpec(YamlPlace Duration, TimeSpan Length, bool IsRolling)
{
    public static TimeWindowSpec? Read(YamlPlace spec)
    {
        if (spec.OptionalMember("timeWindow") is not { } windows)
            return null;

        if (windows.Items().ToList() is not [var window])
            throw windows.Invalid($"there is exactly one window (found {windows.Items().Count()})", "Make one SLO of each window.");

        window.HasOnly("duration", "isRolling", "calendar");
        var duration = window.Member("duration", "Write how long the window is, such as 30d.");
        var isRolling = window.OptionalMember("isRolling")?.Boolean() ?? false;
        var calendar = window.OptionalMember("calendar");
        if (isRolling && calendar is not null)
            throw calendar.Invalid("a rolling window has no calendar", "Remove the calendar, or write 'isRolling: false'.");

        if (!isRolling)
            CheckCalendar(calendar ?? window.Member("calendar", "Write 'isRolling: true', or when the window begins."));

        return new(duration, OpenSloSpec.Duration(duration), isRolling);
    }

    private static void CheckCalendar(YamlPlace calendar)
    {
        calendar.HasOnly("startTime", "timeZone");
        var start = calendar.Member("startTime", "Write it as 2024-01-01 00:00:00.");
        if (!StartTime().IsMatch(start.Text()))
            throw start.Invalid($"it is not a time (found {start.Excerpt()})", "Write it as 2024-01-01 00:00:00.");

        calendar.Member("timeZone", "Write it as Europe/Berlin.").Text();
    }

    [GeneratedRegex(@"\A\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d\z")]
    private static partial Regex StartTime();
}
