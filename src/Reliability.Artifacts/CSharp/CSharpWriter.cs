using System.Text;
using System.Text.RegularExpressions;
using Reliability.Model;

namespace Reliability.Artifacts.CSharp;

/// <summary>Writes the attributes and profiles that say what a service promises: a file that compiles, with hints where only a person
/// knows which code is meant.</summary>
public static partial class CSharpWriter
{
    /// <summary>Writes the declarations of a service.</summary>
    /// <param name="manifest">What is promised.</param>
    /// <param name="origin">Where it was read, for the comment at the top.</param>
    public static string Write(ServiceManifest manifest, string origin)
    {
        var (counted, metrics) = (new List<Operation>(), new List<Operation>());
        foreach (var operation in manifest.Operations)
            (operation.Metric is null ? counted : metrics).Add(operation);

        var owner = AssemblyOwner(manifest);
        var text = new StringBuilder();
        Line(text, $"// Proposed from {Printable.Text(origin)}. Read it, keep what is meant, and remove the file that it came from.");
        Line(text, "using Reliability;");
        Line(text, "");
        Line(text, $"[assembly: {Service(manifest.Service)}]");
        if (owner is not null)
            Line(text, $"[assembly: {Owner(owner)}]");

        foreach (var operation in metrics)
            MetricSlo(text, operation, owner);

        foreach (var declaration in Profiles.Declarations(manifest))
        {
            Line(text, "");
            text.Append(declaration);
        }

        if (counted.Count > 0)
            Hints(text, counted, owner);

        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>The attributes that belong on an operation's code.</summary>
    internal static IEnumerable<string> Attributes(Operation operation, Ownership? assemblyOwner)
    {
        var level = operation.Level;
        yield return $"[Slo<{Profiles.Name(level)}>({Arguments(
        [
            ("Name", CSharpText.Literal(operation.Name)),
            ("Runbook", level.Runbook is { } runbook ? CSharpText.Literal(runbook) : null),
            ("EventsPerHour", level.EventsPerHour is { } events ? Words.Number(events) : null),
            ("Exclude", Types(level.ExcludedExceptions)),
        ])})]";
        if (operation.Owner is { } owner && owner != assemblyOwner)
            yield return $"[{Owner(owner)}]";
    }

    /// <summary>Who answers for the assembly: what the manifest says, or whoever answers for each of its operations.</summary>
    internal static Ownership? AssemblyOwner(ServiceManifest manifest) =>
        manifest.Owner ?? (manifest.Operations.Select(operation => operation.Owner).Distinct().ToList() is [{ } only] ? only : null);

    private static string Service(ServiceIdentity service) => $"Service({Arguments(
    [
        ("", CSharpText.Literal(service.Name)),
        ("Tier", service.Tier is { } tier ? $"ServiceTier.{char.ToUpperInvariant(tier[0])}{tier[1..]}" : null),
        ("System", service.System is { } system ? CSharpText.Literal(system) : null),
    ])})";

    private static string Owner(Ownership owner) => $"Owner({Arguments(
    [
        ("", CSharpText.Literal(owner.Team)),
        ("OnCall", owner.OnCall is { } onCall ? CSharpText.Literal(onCall) : null),
        ("Chat", owner.Chat is { } chat ? CSharpText.Literal(chat) : null),
    ])})";

    private static void MetricSlo(StringBuilder text, Operation operation, Ownership? assemblyOwner)
    {
        var (level, metric) = (operation.Level, operation.Metric!);
        var known = KnownInstruments.Find(metric.Name) is { } instrument && instrument.Kind == metric.Kind && instrument.Unit == metric.Unit ? instrument : null;
        Line(text, "");
        if (operation.Owner is { } owner && owner != assemblyOwner)
            Line(text, $"// Its owner is {Printable.Text(owner.Team)}; a promise about a metric belongs to the owner of the assembly.");

        Line(text, $"[assembly: MetricSlo<{Profiles.Name(level)}>({Arguments(
        [
            ("", CSharpText.Literal(operation.Name)),
            ("Metric", CSharpText.Literal(metric.Name)),
            ("Kind", known is null ? $"InstrumentKind.{metric.Kind}" : null),
            ("Unit", known is null && metric.Unit is { } unit ? CSharpText.Literal(unit) : null),
            ("Where", Matchers(metric.Where)),
            ("Good", Matchers(metric.Good)),
            ("Bad", Matchers(metric.Bad)),
            (metric.OtherIsGood ? "GoodMetric" : "BadMetric", metric.Other is { } other ? CSharpText.Literal(other) : null),
            ("Buckets", metric.Buckets.Count == 0 || metric.Buckets == known?.Buckets ? null : $"[{string.Join(", ", metric.Buckets.Select(Words.Number))}]"),
            ("EventsPerHour", level.EventsPerHour is { } events ? Words.Number(events) : null),
            ("Runbook", level.Runbook is { } runbook ? CSharpText.Literal(runbook) : null),
        ])})]");
    }

    private static void Hints(StringBuilder text, List<Operation> operations, Ownership? assemblyOwner)
    {
        Line(text, "");
        Line(text, "// Only you know which code does the following. Put the attributes on it: an endpoint, a partial method, a consumer, a job.");
        foreach (var operation in operations)
        {
            Line(text, "//");
            if (operation.Function is { } function)
                Line(text, $"// {Printable.Text(function)}{(operation.Source is { } source ? $" ({Printable.Text(source)})" : "")}");

            foreach (var attribute in Attributes(operation, assemblyOwner))
                Line(text, $"// {attribute}");
        }
    }

    private static string? Matchers(EquatableArray<LabelMatcher> matchers) => matchers.Count == 0
        ? null
        : CSharpText.List(matchers.Select(matcher => matcher.Label + matcher.Operator.Symbol() + matcher.Value));

    /// <summary>Exceptions by their full names; what is no name of a type cannot be written as one.</summary>
    private static string? Types(EquatableArray<string> exceptions)
    {
        var types = exceptions.Where(name => TypeName().IsMatch(name)).Select(name => $"typeof({name.Replace('+', '.')})").ToList();
        return types.Count == 0 ? null : $"[{string.Join(", ", types)}]";
    }

    private static string Arguments(IEnumerable<(string Name, string? Value)> arguments) => string.Join(
        ", ", arguments.Where(argument => argument.Value is not null).Select(argument => argument.Name.Length == 0 ? argument.Value : $"{argument.Name} = {argument.Value}"));

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*([.+][A-Za-z_][A-Za-z0-9_]*)*\z")]
    private static partial Regex TypeName();
}
