using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Slo;
using Reliability.Declarations.Failover;

namespace Reliability.Analyzers.Overload;

/// <summary>REL0709: a <c>[Capacity]</c> that turns calls away at the very peak that it declares, while they are as fast as
/// promised.</summary>
/// <remarks>
/// Little's law: calls a second × the seconds of one on average = calls at a time. The average is not declared; it is taken from the
/// latency that the same thing promises, for calls whose times are spread as those of a queue are (exponentially): of calls that take
/// 65 ms on average 99 % end within 300 ms. A timeout counts as such a promise where the availability says how many may run into it.
/// Silent without a peak, a limit and one of these, and on the assembly, where many operations share one limit.
/// </remarks>
internal sealed class CapacityBelowPeakRule() : Rule(
    "REL0709", "Capacity cannot carry its peak", Categories.Overload, DiagnosticSeverity.Warning,
    "{0}",
    "What admits fewer calls at a time than the expected peak has under way turns customers away on the day that was planned for.")
{
    /// <summary>The limit becomes the value.</summary>
    internal const string Replace = "Replace";

    public override void Start(RuleStart start)
    {
        if (start.Type(FailoverTypes.Capacity) is null)
            return;

        CarriedAttribute.OnEach(start.Compilation, [FailoverTypes.Capacity], (carried, node) =>
        {
            var capacity = new DeclaredCapacity(carried.Data);
            if (capacity is not { Peak: > 0, Max: > 0 } || double.IsInfinity(capacity.Peak) || PromisedLatency.Of(carried.Target) is not { } latency)
                return;

            var load = new PeakLoad(capacity, latency);
            if (load.AtATime <= capacity.Max || OnPurpose.IsSaid(carried.Location, Descriptor.Id, carried.Target, node.CancellationToken))
                return;

            node.ReportDiagnostic(Diagnostic.Create(
                Descriptor,
                ArgumentSyntax.Location(carried.Data, DeclaredCapacity.MaxName),
                load.Enough is { } enough ? DiagnosticProperties.With(Replace, enough.ToString(System.Globalization.CultureInfo.InvariantCulture)) : DiagnosticProperties.None,
                load.Text));
        });
    }
}
