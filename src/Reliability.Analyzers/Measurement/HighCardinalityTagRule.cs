using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Measurement;

/// <summary>REL0208: a metric that gets a time series of its own for every request, user, failure or moment.</summary>
/// <remarks>
/// Reports a tag whose value is known to have no end: a <c>Guid</c>, a date, the path or address of a request, the message of
/// an exception, the id of a user, connection or trace; also within a text. Looks at <c>Counter</c>, <c>Histogram</c>,
/// <c>UpDownCounter</c>, <c>Gauge</c>, <c>TagList</c> and at <c>WithLabels</c> of prometheus-net. Names of tags and
/// variables are no evidence.
/// </remarks>
internal sealed class HighCardinalityTagRule() : Rule(
    "REL0208", "High-cardinality metric tag", Categories.Measurement, DiagnosticSeverity.Warning,
    "The tag{0} takes {1}: each value is a time series of its own, which is kept and paid for; put it into a log or a trace",
    "Every combination of tag values is a time series that the process, the collector and the backend keep; unbounded ones exhaust their memory or their limit, and then all metrics are lost.")
{
    /// <summary>The fix: the type of the exception instead of its message.</summary>
    public const string UseTypeName = nameof(UseTypeName);

    public override void Start(RuleStart start)
    {
        var owners = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var name in new[] { "Counter`1", "Histogram`1", "UpDownCounter`1", "Gauge`1" })
        {
            if (start.Type("System.Diagnostics.Metrics." + name) is { } type)
                owners.Add(type);
        }

        if (start.Type("System.Diagnostics.TagList") is { } tags)
            owners.Add(tags);

        var labels = start.Type("Prometheus.ICollector`1");
        if (owners.Count == 0 && labels is null)
            return;

        var values = new UnboundedValues(start.Knowledge);
        if (owners.Count > 0)
            start.OnCall((site, call) => OnInstrument(site, call, owners, values), "Add", "Record");

        if (labels is not null)
            start.OnCall((site, call) => OnLabels(site, call, labels, values), "WithLabels");
    }

    private static void OnInstrument(Site site, IInvocationOperation call, HashSet<INamedTypeSymbol> owners, UnboundedValues values)
    {
        if (call.TargetMethod.ContainingType is not { } type || !owners.Contains(type.OriginalDefinition))
            return;

        // tags.Add("key", value)
        if (call.TargetMethod is { Parameters: [{ Type.SpecialType: SpecialType.System_String }, _] })
        {
            Check(site, Key(call.Arguments[0].Value), call.Arguments[1].Value, values);
            return;
        }

        foreach (var argument in call.Arguments)
            CheckTags(site, argument.Value.Unwrapped(), values);
    }

    private static void CheckTags(Site site, IOperation tags, UnboundedValues values)
    {
        switch (tags)
        {
            case IObjectCreationOperation { Type.Name: "KeyValuePair", Arguments: [{ Value: var key }, { Value: var value }] }:
                Check(site, Key(key), value, values);
                break;
            case IInvocationOperation { TargetMethod: { Name: "Create", ContainingType.Name: "KeyValuePair" }, Arguments: [{ Value: var key }, { Value: var value }] }:
                Check(site, Key(key), value, values);
                break;
            case IArrayCreationOperation { Initializer: { } elements }:
                foreach (var element in elements.ElementValues)
                    CheckTags(site, element.Unwrapped(), values);

                break;
        }
    }

    private static void OnLabels(Site site, IInvocationOperation call, INamedTypeSymbol labels, UnboundedValues values)
    {
        if (!CoreTypes.Same(call.TargetMethod.ContainingType?.OriginalDefinition, labels)
            && call.TargetMethod.ContainingType?.AllInterfaces.Any(implemented => CoreTypes.Same(implemented.OriginalDefinition, labels)) != true)
        {
            return;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrapped() is not IArrayCreationOperation { Initializer: { } elements })
                continue;

            foreach (var element in elements.ElementValues)
                Check(site, "", element, values);
        }
    }

    private static void Check(Site site, string key, IOperation value, UnboundedValues values)
    {
        if (values.In(value) is not { } found || site.Operation.IsInExpressionTree())
            return;

        var isMessage = found.Place.Syntax is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Message" };
        site.Report(found.Place.Syntax, isMessage ? DiagnosticProperties.With(UseTypeName) : DiagnosticProperties.None, key, found.What);
    }

    private static string Key(IOperation key) => key.ConstantValue is { HasValue: true, Value: string name } ? " '" + name + "'" : "";
}
