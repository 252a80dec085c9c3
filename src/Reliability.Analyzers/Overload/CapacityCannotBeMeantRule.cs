using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Slo;
using Reliability.Declarations;
using Reliability.Declarations.Failover;

namespace Reliability.Analyzers.Overload;

/// <summary>REL0710: a <c>[Capacity]</c> or <c>[Criticality]</c> that nobody can mean: negative numbers, a queue or an adaptive limit
/// without a limit, a lower bound above the upper one, a queue in which nobody may wait, a level that there is not, and a capacity where
/// nothing admits.</summary>
/// <remarks>
/// Reports at the very argument. Silent on every limit that can be kept, however tight, and on what keeps a partial method from getting
/// its other half, which REL0803 says. An error, because a limit that is left out is not missed before the overload.
/// </remarks>
internal sealed class CapacityCannotBeMeantRule() : Rule(
    "REL0710", "Capacity cannot be meant", Categories.Overload, DiagnosticSeverity.Error,
    "{0}",
    "A limit that cannot be kept is left out, and nobody misses it before the overload that it is for.")
{
    public override ProjectShapes Shapes => ProjectShapes.Production;

    public override void Start(RuleStart start)
    {
        if (start.Type(FailoverTypes.Capacity) is null)
            return;

        CarriedAttribute.OnEach(start.Compilation, [FailoverTypes.Capacity], (carried, node) =>
        {
            var problem = Problem(new(carried.Data));
            if (problem is { } found)
                Report(node, ArgumentSyntax.Location(carried.Data, found.Argument), found.Text);
            else if (AdmittedCalls.WhyNone(carried, node) is { } why)
                Report(node, carried.Location, why);
        });
        CarriedAttribute.OnEach(start.Compilation, [TypeNames.Criticality], (carried, node) =>
        {
            if (carried.Data.ConstructorArguments is [{ Type: INamedTypeSymbol levels, Value: int level }] && !IsOneOf(levels, level))
            {
                Report(
                    node,
                    (carried.Syntax.ArgumentList?.Arguments.FirstOrDefault()?.Expression ?? (SyntaxNode)carried.Syntax.Name).GetLocation(),
                    "There is no criticality " + Text(level) + ", so nobody knows what to shed before it and what after; say one of Criticality");
            }
        });
    }

    private static (string? Argument, string Text)? Problem(DeclaredCapacity capacity)
    {
        if (capacity.IsEmpty)
            return (null, "This [Capacity] says nothing, so it limits nothing; say MaxConcurrency");

        if (double.IsNaN(capacity.Peak) || double.IsInfinity(capacity.Peak) || capacity.Peak < 0)
            return (DeclaredCapacity.PeakName, "Nobody can expect " + capacity.Peak.ToString(CultureInfo.InvariantCulture) + " calls a second; say a number above 0, or leave it out");

        if (capacity.Max < 0)
            return (DeclaredCapacity.MaxName, Text(capacity.Max) + " calls cannot be under way; say how many may, above 0");

        if (capacity.Queue < 0)
            return (DeclaredCapacity.QueueName, Text(capacity.Queue) + " calls cannot wait; say how many may, or leave it out and none does");

        if (capacity.Queue > 0 && capacity.Max == 0)
            return (DeclaredCapacity.QueueName, "Nobody ever waits in this queue, for nothing is limited; say MaxConcurrency");

        if (capacity.IsAdaptive && capacity.Max == 0)
            return (DeclaredCapacity.AdaptiveName, "There is no limit that could follow the latency; say MaxConcurrency, above which it never rises");

        if (capacity.WaitMilliseconds < 0 || (capacity.WaitMilliseconds == 0 && capacity.Queue > 0))
            return (DeclaredCapacity.WaitName, "A call that may wait for " + Text(capacity.WaitMilliseconds) + " ms is turned away at once, and the queue holds nobody; say a time above 0, or leave the queue out");

        if (capacity.Min < 1)
            return (DeclaredCapacity.MinName, "A limit that falls to " + Text(capacity.Min) + " admits nobody, so that it never sees calls get faster again; say 1 or more");

        return capacity.Max > 0 && capacity.Min > capacity.Max
            ? (DeclaredCapacity.MinName, "A limit cannot stay at " + Text(capacity.Min) + " or above and at " + Text(capacity.Max) + " or below; MinConcurrency is the lower bound, MaxConcurrency the upper")
            : null;
    }

    private static bool IsOneOf(INamedTypeSymbol levels, int level)
    {
        foreach (var member in levels.GetMembers())
        {
            if (member is IFieldSymbol { ConstantValue: int value } && value == level)
                return true;
        }

        return false;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Report(SyntaxNodeAnalysisContext node, Location place, string text) => node.ReportDiagnostic(Diagnostic.Create(Descriptor, place, text));
}
