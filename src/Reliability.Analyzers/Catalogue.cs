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
        new Slo.OutagePagesLateRule(),
        new Slo.OneFailurePagesRule(),
        new Slo.WindowBeyondRetentionRule(),
        new Slo.ThresholdIsNoBucketRule(),

        // 02 Measurement
        new Measurement.NoLayerMeasuresRule(),
        new Measurement.NeverStartedRule(),
        new Measurement.CountedTwiceRule(),
        new Measurement.HighCardinalityTagRule(),
        new Measurement.MeterPerInstanceRule(),

        // 03 Timeouts
        new Timeouts.NoDeadlineRule(),
        new Timeouts.InfiniteTimeoutRule(),
        new Timeouts.EndlessBlockingRule(),
        new Timeouts.AbandonedWorkRule(),
        new Timeouts.InnerLimitRule(),

        // 04 Cancellation
        new Cancellation.TokenLostMidChainRule(),
        new Cancellation.LoopIgnoresTokenRule(),
        new Cancellation.TimeoutMistakenForShutdownRule(),
        new Cancellation.CancellationTakenForFailureRule(),
        new Cancellation.DisposedTokenSourceEscapesRule(),
        new Cancellation.TokenSourceNeverDisposedRule(),
        new Cancellation.DelayIgnoresTokenRule(),
        new Cancellation.CancelledStreamLooksCompleteRule(),

        // 05 Retries
        new Retries.EndlessRetryRule(),
        new Retries.HotRetryRule(),
        new Retries.UnboundedBackoffRule(),
        new Retries.HopelessRetryRule(),
        new Retries.NestedRetriesRule(),
        new Retries.BrokenRetryCounterRule(),
        new Retries.SpentRequestRule(),

        // 06 Errors
        new Errors.WriteFailureIgnoredRule(),
        new Errors.FailureReportedAsSuccessRule(),
        new Errors.FireAndForgetRule(),
        new Errors.StatusNeverCheckedRule(),
        new Errors.ResultIgnoredRule(),

        // 07 Overload
        new Overload.UnboundedQueueRule(),
        new Overload.UnboundedFanOutRule(),
        new Overload.ProcessPipeDeadlockRule(),

        // 08 Failover
        new Failover.StatePerCallRule(),
        new Failover.StrategyOrderRule(),

        // 09 Lifecycle
        new Lifecycle.UnboundedStopRule(),
        new Lifecycle.FailureEndsWorkerRule(),
        new Lifecycle.SleepBlocksStopRule(),
        new Lifecycle.TimerCallbackRule(),
        new Lifecycle.HealthDeclarationRule(),
        new Lifecycle.SilentHeartbeatRule(),

        // 10 Concurrency
        new Concurrency.ReleasesPermitNeverAcquiredRule(),
        new Concurrency.PermitLeakedRule(),
        new Concurrency.RemoteCallUnderLockRule(),
        new Concurrency.RemoteCallInTransactionRule(),

        // 12 Configuration
        new Configuration.OptionsNotValidatedRule(),

        // 13 Time
        new Time.TimeSpanComponentRule(),
        new Time.WallClockTimeoutRule(),
    ]);
}
