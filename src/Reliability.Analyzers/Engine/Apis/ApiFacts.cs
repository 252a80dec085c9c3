namespace Reliability.Analyzers.Engine.Apis;

/// <summary>What a member does, as far as rules care. The words of the table are these names in kebab-case.</summary>
[Flags]
internal enum ApiTraits
{
    None = 0,

    /// <summary>Asks another process and waits for the answer: may be slow, may fail, may be down.</summary>
    Remote = 1,

    /// <summary>Changes state that outlives the process: a row, a file, a message.</summary>
    Write = 1 << 1,

    /// <summary>Holds the thread until it is done.</summary>
    Blocking = 1 << 2,

    /// <summary>May wait for ever unless a time or a token bounds it.</summary>
    Unbounded = 1 << 3,

    /// <summary>Reports its own timeout as an <c>OperationCanceledException</c>.</summary>
    TimesOutAsCancellation = 1 << 4,

    /// <summary>Takes its time or waits for work, so that a loop around it is not hot.</summary>
    Paces = 1 << 5,

    /// <summary>Says by its result whether it succeeded; nothing is thrown.</summary>
    ResultMatters = 1 << 6,

    /// <summary>Is called by a framework for each request.</summary>
    EntryRequest = 1 << 7,

    /// <summary>Is called by a framework for each message.</summary>
    EntryMessage = 1 << 8,

    /// <summary>Is called by a scheduler.</summary>
    EntryJob = 1 << 9,

    /// <summary>Is started with the host and runs as long as it.</summary>
    EntryWorker = 1 << 10,

    /// <summary>Is called when something ends, under a time limit that others set.</summary>
    Shutdown = 1 << 11,

    /// <summary>Opens a database transaction: locks are held until it ends.</summary>
    BeginsTransaction = 1 << 12,

    /// <summary>Runs its delegate argument again when it fails.</summary>
    RetriesDelegate = 1 << 13,

    /// <summary>Waits by itself for the other side to come back before it fails, so that a loop around it is not hot.</summary>
    Patient = 1 << 14,

    /// <summary>Writes to a log, a trace or a metric: tells people, not the program.</summary>
    Logs = 1 << 15,

    /// <summary>A write that is often meant to be allowed to fail: a cache entry, a notification, a local file.</summary>
    BestEffort = 1 << 16,

    /// <summary>Is called again, or its message set aside, when it throws; what returns normally is taken for done.</summary>
    Redelivers = 1 << 17,

    /// <summary>Gives back or clears away what was taken: as right after a cancellation as after a failure.</summary>
    GivesBack = 1 << 18,

    /// <summary>Any of the entries.</summary>
    Entry = EntryRequest | EntryMessage | EntryJob | EntryWorker,
}

/// <summary>What the table says of a member.</summary>
/// <param name="Traits">What it does.</param>
/// <param name="Timeout">After which time it gives up by itself; infinite: never; null: unknown.</param>
/// <param name="Attempts">How often it tries by itself; 1 unless said otherwise.</param>
internal sealed record ApiFacts(ApiTraits Traits, TimeSpan? Timeout = null, int Attempts = 1)
{
    public bool Has(ApiTraits traits) => (Traits & traits) != 0;
}
