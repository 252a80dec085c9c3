using System.Globalization;
using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Reads what an <c>[Slo]</c> promises, inline or through a profile.</summary>
public static class LevelReader
{
    // A threshold beyond this is a mistake in the unit, and far inside the range of a decimal.
    private const double MaxThresholdMilliseconds = 1e12;

    // More than all computers together, and far inside the range of a decimal.
    private const double MaxEventsPerHour = 1e15;

    /// <summary>The promise of an <c>[Slo]</c>, or null when it cannot be meant.</summary>
    /// <param name="slo">An attribute that derives from <see cref="TypeNames.ServiceLevel"/>.</param>
    /// <param name="report">Receives each problem of the attribute itself (not those inside a profile).</param>
    public static ServiceLevel? Read(AttributeData slo, Action<DeclarationProblem>? report = null)
    {
        if (FilledInArguments.Problem(slo) is { } problem)
        {
            report?.Invoke(problem);
            return null;
        }

        var nameIsUsable = NameIsUsable(slo, report);
        return nameIsUsable && ReadTraffic(slo, report) is { } level
            ? level with { ExcludedExceptions = ExcludedExceptions(slo) }
            : null;
    }

    /// <summary>The promise of a <c>[MetricSlo]</c>, or null when it cannot be meant.</summary>
    /// <param name="slo">The attribute, of either form.</param>
    /// <param name="report">Receives each problem of its objectives, window and traffic.</param>
    public static ServiceLevel? ReadMetric(AttributeData slo, Action<DeclarationProblem>? report = null) => ReadTraffic(slo, report);

    /// <summary>The profile that an <c>[Slo&lt;TProfile&gt;]</c> names, or null for the inline form.</summary>
    /// <param name="slo">The attribute.</param>
    public static INamedTypeSymbol? Profile(AttributeData slo) =>
        slo.AttributeClass?.TypeArguments.FirstOrDefault() as INamedTypeSymbol;

    /// <summary>The promise of a profile, or null when it cannot be meant.</summary>
    /// <param name="profile">A class that derives from <see cref="TypeNames.SloProfile"/>.</param>
    /// <param name="report">Receives each problem of the attributes on the class itself.</param>
    public static ServiceLevel? ReadProfile(INamedTypeSymbol profile, Action<DeclarationProblem>? report = null)
    {
        var objectives = new ObjectiveList();
        int? windowDays = null;
        foreach (var type in profile.SelfAndBases())
        {
            var reportHere = SymbolEqualityComparer.Default.Equals(type, profile) ? report : null;
            objectives.StartClass();
            foreach (var attribute in type.GetAttributes())
            {
                if (attribute.Is(TypeNames.Availability))
                    objectives.AddAvailability(attribute, attribute.FirstNumber(), reportHere);
                else if (attribute.Is(TypeNames.Latency))
                    objectives.AddLatency(attribute, attribute.FirstNumber(), null, "Milliseconds", reportHere);
                else if (attribute.Is(TypeNames.Window) && windowDays is null)
                    windowDays = Window(attribute, "Days", objectives, reportHere);
            }
        }

        return objectives.ToLevel(windowDays);
    }

    /// <summary>Whether a profile promises nothing: neither it nor a base carries an objective.</summary>
    /// <param name="profile">A class that derives from <see cref="TypeNames.SloProfile"/>.</param>
    public static bool IsEmptyProfile(INamedTypeSymbol profile) => !profile.SelfAndBases().Any(type =>
        type.GetAttributes().Any(attribute => attribute.Is(TypeNames.Availability) || attribute.Is(TypeNames.Latency)));

    private static ServiceLevel? ReadTraffic(AttributeData slo, Action<DeclarationProblem>? report)
    {
        var level = Profile(slo) is { } profile ? ReadProfile(profile) : ReadInline(slo, report);
        if (slo.Named("EventsPerHour")?.Value is not double declared)
            return level is null ? null : level with { Runbook = slo.Text("Runbook") };

        if (declared is > 0 and < MaxEventsPerHour && (decimal)declared is var events and > 0)
            return level is null ? null : level with { Runbook = slo.Text("Runbook"), EventsPerHour = events };

        report?.Invoke(new(ProblemKind.EventsNotPositive, slo, "EventsPerHour", Show(declared)));
        return null;
    }

    private static ServiceLevel? ReadInline(AttributeData slo, Action<DeclarationProblem>? report)
    {
        var objectives = new ObjectiveList();
        objectives.AddAvailability(slo, Availability(slo), report);
        if (slo.Named("LatencyTarget") is not null || slo.Named("LatencyMilliseconds") is not null)
            objectives.AddLatency(slo, slo.Named("LatencyTarget")?.Value as double?, "LatencyTarget", "LatencyMilliseconds", report);

        return objectives.ToLevel(Window(slo, "WindowDays", objectives, report));
    }

    /// <summary>The first number among the positional arguments: the name of a metric's promise stands before it.</summary>
    private static double? Availability(AttributeData slo) => slo.ConstructorArguments.Select(argument => argument.Value).OfType<double>().Cast<double?>().FirstOrDefault();

    private static bool NameIsUsable(AttributeData slo, Action<DeclarationProblem>? report)
    {
        if (slo.Text("Name") is not { } name || !string.IsNullOrWhiteSpace(name))
            return true;

        report?.Invoke(new(ProblemKind.NameIsEmpty, slo, "Name", name));
        return false;
    }

    private static int? Window(AttributeData attribute, string argument, ObjectiveList objectives, Action<DeclarationProblem>? report)
    {
        if (attribute.Named(argument)?.Value is not int days)
            return null;

        if (days is >= ServiceLevel.MinWindowDays and <= ServiceLevel.MaxWindowDays)
            return days;

        objectives.Reject(report, new(ProblemKind.WindowOutOfRange, attribute, argument, Show(days)));
        return null;
    }

    private static EquatableArray<string> ExcludedExceptions(AttributeData slo) =>
        slo.Named("Exclude") is { Kind: TypedConstantKind.Array, IsNull: false } exclude
            ? exclude.Values
                .Select(value => value.Value)
                .OfType<INamedTypeSymbol>()
                .Select(type => type.ToDisplayString(SymbolFormats.Plain))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToEquatableArray()
            : default;

    private static string Show(double value) => value.ToString("0.###############", CultureInfo.InvariantCulture);

    /// <summary>Collects objectives and remembers whether any was refused.</summary>
    private sealed class ObjectiveList
    {
        private readonly List<Objective> _objectives = [];
        private int _fromNearerClasses;
        private bool _rejected;

        /// <summary>What was added so far overrides what follows.</summary>
        public void StartClass() => _fromNearerClasses = _objectives.Count;

        public void Reject(Action<DeclarationProblem>? report, DeclarationProblem problem)
        {
            _rejected = true;
            report?.Invoke(problem);
        }

        /// <summary>Adds the target of the nearest class only: a derived profile overrides the one it derives from.</summary>
        public void AddAvailability(AttributeData attribute, double? value, Action<DeclarationProblem>? report)
        {
            if (_objectives.Exists(objective => !objective.IsLatency))
                return;

            if (Target(attribute, value, null, report) is { } target)
                _objectives.Add(Objective.Availability(target));
        }

        /// <summary>Adds a latency objective unless a nearer class has one with this threshold. Two on one class cannot both be
        /// meant.</summary>
        public void AddLatency(
            AttributeData attribute, double? target, string? targetArgument, string thresholdArgument, Action<DeclarationProblem>? report)
        {
            var threshold = attribute.Named(thresholdArgument)?.Value as double?;
            if (target is null || threshold is null)
            {
                // Point at the half that is there; the message says what is missing.
                Reject(report, new(ProblemKind.LatencyIncomplete, attribute, target is null ? thresholdArgument : targetArgument, thresholdArgument));
                return;
            }

            if (Milliseconds(threshold.Value) is not { } milliseconds)
            {
                Reject(report, new(ProblemKind.ThresholdNotPositive, attribute, thresholdArgument, Show(threshold.Value)));
                return;
            }

            if (Target(attribute, target, targetArgument, report) is not { } share)
                return;

            var objective = Objective.Latency(share, milliseconds);
            var same = _objectives.FindIndex(other => other.Name == objective.Name);
            if (same < 0)
                _objectives.Add(objective);
            else if (same >= _fromNearerClasses)
                Reject(report, new(ProblemKind.ThresholdTwice, attribute, thresholdArgument, Show(threshold.Value)));
        }

        public ServiceLevel? ToLevel(int? windowDays) =>
            _rejected || _objectives.Count == 0
                ? null
                : new()
                {
                    Objectives = _objectives.OrderBy(objective => objective.ThresholdMilliseconds ?? 0m).ToEquatableArray(),
                    WindowDays = windowDays ?? ServiceLevel.DefaultWindowDays,
                };

        /// <summary>A threshold as it is kept, or null. A double above 0 can be nothing as a decimal.</summary>
        private static decimal? Milliseconds(double threshold) =>
            threshold is > 0 and < MaxThresholdMilliseconds && (decimal)threshold is var milliseconds and > 0 ? milliseconds : null;

        private decimal? Target(AttributeData attribute, double? value, string? argument, Action<DeclarationProblem>? report)
        {
            switch (value)
            {
                case null:
                    _rejected = true; // does not compile; the compiler says why
                    return null;
                case double.NaN or <= 0:
                    return Refuse(ProblemKind.TargetNotPositive);
                case < 1:
                    return Refuse(ProblemKind.TargetIsRatio, Percent(value.Value));
                case 1:
                    return Refuse(ProblemKind.TargetIsRatio);
                case >= 100:
                    return Refuse(ProblemKind.TargetLeavesNoBudget);
            }

            // More nines than a double holds round up to 100 on their way into a decimal.
            var target = (decimal)value.Value;
            return target < 100m ? target : Refuse(ProblemKind.TargetLeavesNoBudget);

            decimal? Refuse(ProblemKind kind, string? suggestion = null)
            {
                var place = argument is null ? ArgumentPlaces.Availability(attribute) : null;
                Reject(report, new(kind, attribute, argument, Show(value!.Value), suggestion, place));
                return null;
            }
        }

        private static string Percent(double ratio) => ((decimal)ratio * 100m).ToString("0.###############", CultureInfo.InvariantCulture);
    }
}
