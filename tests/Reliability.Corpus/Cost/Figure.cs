namespace Reliability.Corpus.Cost;

/// <summary>What one run took.</summary>
/// <param name="Processor">Processor time of the whole process, garbage collection and just-in-time compilation included.</param>
/// <param name="Allocated">Bytes that were allocated, by all threads.</param>
internal readonly record struct Figure(TimeSpan Processor, long Allocated);
