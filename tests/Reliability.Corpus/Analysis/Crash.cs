namespace Reliability.Corpus.Analysis;

/// <summary>An exception that a rule threw (AD0001).</summary>
internal sealed record Crash(string Rule, string Project, string Exception);
