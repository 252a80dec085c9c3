using System.Collections.Immutable;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers;

/// <summary>All rules, by id. Presets, the index of rules and the release notes are made or checked from
/// this.</summary>
internal static class Catalogue
{
    public static ImmutableArray<Rule> Rules { get; } = ImmutableArray.Create<Rule>(
    [
        // 00 Knowledge
        new ApiTables.ApiTableCannotBeReadRule(),

        // 01 Ownership, Slo
        new Ownership.EntryPointHasNoOwnerRule(),
        new Slo.ObjectiveCannotBeMeantRule(),

        // 02 Measurement
        new Measurement.NoLayerMeasuresRule(),

        // 03 Timeouts

        // 04 Cancellation
        new Cancellation.TokenLostMidChainRule(),
        new Cancellation.LoopIgnoresTokenRule(),
        new Cancellation.TimeoutMistakenForShutdownRule(),
        new Cancellation.CancellationTakenForFailureRule(),
        new Cancellation.DelayIgnoresTokenRule(),
        new Cancellation.CancelledStreamLooksCompleteRule(),

        // 05 Retries

        // 06 Errors

        // 07 Overload

        // 08 Failover

        // 09 Lifecycle

        // 10 Concurrency

        // 12 Configuration

        // 13 Time
    ]);
}
