using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;

namespace Reliability.Analyzers.Slo;

/// <summary>REL0106: a window that is longer than samples are kept, so that the budget forgets what it should count.</summary>
/// <remarks>
/// Speaks only where the build says how long that is (<c>ReliabilityRetentionDays</c>). At the window; on a profile of this project there
/// and not where it is used, and where nobody writes a window at the class or attribute that gets the default.
/// </remarks>
internal sealed class WindowBeyondRetentionRule() : Rule(
    "REL0106", "Window longer than samples are kept", Categories.Slo, DiagnosticSeverity.Warning,
    "A budget over {0} days is computed from the {1} days that are kept ({2} = {1}), so failures are forgotten before their time and the budget "
    + "looks better than it is; promise it over {1} days, or keep samples for {0} and say so",
    "Prometheus does not say that samples are missing: it computes with what it has.")
{
    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is null || Retention.Days(start.Compilation.Options) is not { } kept)
            return;

        Promise.OnEach(start.Compilation, (promise, node) =>
        {
            var isSaidThere = promise.Profile is { } profile && SetsWindow(profile) is { DeclaringSyntaxReferences.IsEmpty: false };
            if (promise.Level.WindowDays > kept && !isSaidThere)
                promise.Report(node, this, promise.At("WindowDays"), promise.Level.WindowDays, kept, Retention.Property);
        });

        var profiles = start.Type(TypeNames.SloProfile);
        start.Compilation.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.BaseType.IsOrDerivesFrom(profiles))
                    Check(type, kept, symbol);
            },
            SymbolKind.NamedType);
    }

    private void Check(INamedTypeSymbol profile, int kept, SymbolAnalysisContext context)
    {
        if (!SymbolEqualityComparer.Default.Equals(SetsWindow(profile), profile)
            || LevelReader.ReadProfile(profile) is not { } level || level.WindowDays <= kept)
        {
            return;
        }

        var place = profile.Find(TypeNames.Window) is { } window ? ArgumentSyntax.Location(window, "Days") : profile.Locations[0];
        if (!OnPurpose.IsSaid(place, Descriptor.Id, profile, context.CancellationToken))
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, place, level.WindowDays, kept, Retention.Property));
    }

    /// <summary>The class that decides on the window of a profile: the nearest that says one, or else the nearest that promises
    /// anything.</summary>
    private static INamedTypeSymbol? SetsWindow(INamedTypeSymbol profile) =>
        profile.SelfAndBases().FirstOrDefault(type => type.Find(TypeNames.Window) is not null)
        ?? profile.SelfAndBases().FirstOrDefault(type => type.Find(TypeNames.Availability) is not null || type.Find(TypeNames.Latency) is not null);
}
