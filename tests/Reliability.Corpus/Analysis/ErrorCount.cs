namespace Reliability.Corpus.Analysis;

/// <summary>How often one compile error occurs, and the first of them.</summary>
internal sealed record ErrorCount(int Count, string Example);
