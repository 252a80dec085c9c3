using System.Globalization;
using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Reads <c>[assembly: MetricSlo(…)]</c>: a promise about what a metric counts that somebody else publishes.</summary>
public static class MetricReader
{
    private static readonly string[] s_outcomes = ["Good", "Bad", "GoodMetric", "BadMetric"];

    /// <summary>Whether an attribute is a <c>[MetricSlo]</c> of either form.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool IsMetricSlo(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "MetricSloAttribute" } && (attribute.Is(TypeNames.MetricSlo) || attribute.Is(TypeNames.MetricSloOfProfile));

    /// <summary>Reads a declaration.</summary>
    /// <param name="slo">The attribute.</param>
    public static OperationDeclaration ReadDeclaration(AttributeData slo) => new() { Operation = Read(slo), Position = Position(slo) };

    /// <summary>The operation that a <c>[MetricSlo]</c> declares, or null when it cannot be meant.</summary>
    /// <param name="slo">The attribute, of either form.</param>
    /// <param name="report">Receives each problem of the attribute itself (not those inside a profile).</param>
    public static Operation? Read(AttributeData slo, Action<DeclarationProblem>? report = null)
    {
        if (slo.IsBroken())
            return null;

        var problems = new Problems(slo, report);
        var name = Name(slo, problems);
        var level = LevelReader.ReadMetric(slo, problems.Add);
        var metric = Metric(slo, level, problems);
        if (metric is not null)
            CheckLatency(slo, metric, level, problems);

        return problems.Any || level is null || metric is null || name is null
            ? null
            : new() { Name = name, Layer = OperationLayer.Metric, Level = level, Metric = metric };
    }

    private static string? Name(AttributeData slo, Problems problems)
    {
        if (slo.FirstText() is { } name && !string.IsNullOrWhiteSpace(name))
            return name;

        problems.Add(ProblemKind.NameIsEmpty, null, "", ArgumentPlaces.Name(slo));
        return null;
    }

    private static MetricSource? Metric(AttributeData slo, ServiceLevel? level, Problems problems)
    {
        var source = Instrument(slo, problems);
        var where = Matchers(slo, "Where", problems);
        var given = s_outcomes.Where(outcome => IsGiven(slo, outcome)).ToList();
        if (given.Count == 0 && level?.Objectives.All(objective => objective.IsLatency) != true)
            problems.Add(ProblemKind.NoOutcome, "", "");

        foreach (var second in given.Skip(1))
            problems.Add(ProblemKind.SecondOutcome, second, given[0]);

        var (good, bad) = (Matchers(slo, "Good", problems), Matchers(slo, "Bad", problems));
        var other = given.Count == 1 && given[0].EndsWith("Metric", StringComparison.Ordinal) ? InstrumentName(slo, given[0], problems) : null;
        return source is null
            ? null
            : source with { Where = where, Good = good, Bad = bad, Other = other, OtherIsGood = other is not null && given[0] == "GoodMetric" };
    }

    /// <summary>An empty list selects everything, and says no more than none.</summary>
    private static bool IsGiven(AttributeData slo, string outcome) => slo.Named(outcome) is { IsNull: false } value
        && (value.Kind != TypedConstantKind.Array || value.Values.Length > 0);

    private static MetricSource? Instrument(AttributeData slo, Problems problems)
    {
        if (InstrumentName(slo, "Metric", problems) is not { } name)
            return null;

        var known = KnownInstruments.Find(name);
        if (Kind(slo) is not { } kind)
        {
            if (known is null)
            {
                problems.Add(ProblemKind.MetricUnknown, "Metric", name, suggestion: Resembling(name));
                return null;
            }

            kind = known.Kind;
        }

        // Of another kind or in another unit it is not the instrument that is known.
        var isKnown = known is not null && known.Kind == kind;
        var unit = slo.Text("Unit") is { Length: > 0 } declared ? declared : isKnown ? known!.Unit : null;
        var buckets = slo.Named("Buckets") is { IsNull: false, Values.Length: > 0 }
            ? Buckets(slo, kind, problems)
            : isKnown && known!.Unit == unit ? known.Buckets : default;
        return new() { Name = name, Kind = kind, Unit = unit, Buckets = buckets };
    }

    private static MetricKind? Kind(AttributeData slo) => slo.Named("Kind")?.Value switch
    {
        1 => MetricKind.Counter,
        2 => MetricKind.Histogram,
        _ => null,
    };

    private static string? InstrumentName(AttributeData slo, string property, Problems problems)
    {
        var name = slo.Text(property);
        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add(ProblemKind.MetricMissing, property, property);
            return null;
        }

        if (char.IsLetter(name![0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '/'))
            return name;

        problems.Add(ProblemKind.MetricUnreadable, property, name);
        return null;
    }

    /// <summary>The known instrument whose name in Prometheus somebody wrote: <c>http_server_request_duration_seconds</c>.</summary>
    private static string? Resembling(string name) => KnownInstruments.All
        .Select(known => known.Name)
        .Where(known => name.Replace('.', '_').StartsWith(known.Replace('.', '_'), StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(known => known.Length)
        .FirstOrDefault();

    private static EquatableArray<LabelMatcher> Matchers(AttributeData slo, string property, Problems problems)
    {
        if (slo.Named(property) is not { Kind: TypedConstantKind.Array, IsNull: false } texts)
            return default;

        var matchers = new List<LabelMatcher>();
        for (var i = 0; i < texts.Values.Length; i++)
        {
            var text = texts.Values[i].Value as string ?? "";
            if (LabelMatcherReader.Read(text) is not { } matcher)
                problems.Add(ProblemKind.MatcherUnreadable, property, text, ArgumentPlaces.Element(slo, property, i));
            else if (matcher.Operator.TakesPattern() && !LabelPatterns.IsReadable(matcher.Value))
                problems.Add(ProblemKind.PatternUnreadable, property, matcher.Value, ArgumentPlaces.Element(slo, property, i));
            else
                matchers.Add(matcher);
        }

        return matchers.ToEquatableArray();
    }

    private static EquatableArray<decimal> Buckets(AttributeData slo, MetricKind kind, Problems problems)
    {
        if (kind == MetricKind.Counter)
        {
            problems.Add(ProblemKind.BucketsOfCounter, "Buckets", "");
            return default;
        }

        // As far as decimals reach; infinity is the bucket that every histogram has.
        const double Largest = 1e15;
        var declared = slo.Named("Buckets")!.Value.Values;
        var bounds = new List<decimal>();
        for (var i = 0; i < declared.Length; i++)
        {
            if (declared[i].Value is double and > -Largest and < Largest and var bound && (bounds.Count == 0 || (decimal)bound > bounds[bounds.Count - 1]))
            {
                bounds.Add((decimal)bound);
                continue;
            }

            var text = declared[i].Value is double wrong ? wrong.ToString("R", CultureInfo.InvariantCulture) : "";
            problems.Add(ProblemKind.BucketsNotAscending, "Buckets", text, ArgumentPlaces.Element(slo, "Buckets", i));
            break;
        }

        return bounds.ToEquatableArray();
    }

    private static void CheckLatency(AttributeData slo, MetricSource metric, ServiceLevel? level, Problems problems)
    {
        if (level is null || !level.Objectives.Any(objective => objective.IsLatency))
            return;

        // In a profile the objective stands elsewhere, and is right for other operations.
        var place = LevelReader.Profile(slo) is null ? "LatencyTarget" : "";
        if (metric.Kind == MetricKind.Counter)
            problems.Add(ProblemKind.LatencyOfCounter, place, metric.Name);
        else if (DurationUnits.Milliseconds(metric.Unit) is null)
            problems.Add(ProblemKind.UnitIsNoTime, slo.Named("Unit") is null ? place : "Unit", metric.Unit ?? "");
        else if (metric.Other is { } other)
            problems.Add(ProblemKind.LatencyOfOther, place, other);
    }

    private static SourcePosition Position(AttributeData slo)
    {
        var place = slo.ApplicationSyntaxReference?.GetSyntax().GetLocation();
        return new(place?.SourceTree?.FilePath ?? "", (place?.GetLineSpan().StartLinePosition.Line ?? 0) + 1);
    }

    /// <summary>Hands problems on and remembers that there was one.</summary>
    private sealed class Problems(AttributeData slo, Action<DeclarationProblem>? report)
    {
        public bool Any { get; private set; }

        public void Add(DeclarationProblem problem)
        {
            Any = true;
            report?.Invoke(problem);
        }

        /// <param name="kind">What is wrong.</param>
        /// <param name="argument">The property; a text that none is called by means the attribute as a whole.</param>
        /// <param name="value">The value as people read it.</param>
        /// <param name="place">The very place inside of the argument.</param>
        /// <param name="suggestion">What is probably meant.</param>
        public void Add(ProblemKind kind, string? argument, string value, SyntaxNode? place = null, string? suggestion = null) =>
            Add(new(kind, slo, argument, value, suggestion, place));
    }
}
