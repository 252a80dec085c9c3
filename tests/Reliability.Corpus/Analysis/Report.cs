using Microsoft.CodeAnalysis;

namespace Reliability.Corpus.Analysis;

/// <summary>One report of a rule, with the code around it.</summary>
/// <param name="Rule">The id.</param>
/// <param name="Severity">How severe it is, which a graded rule decides by the code.</param>
/// <param name="Path">The file, relative to the repository.</param>
/// <param name="Line">The line, counted from one.</param>
/// <param name="Column">The column, counted from one.</param>
/// <param name="Message">What the rule says.</param>
/// <param name="Excerpt">The code around it, marked.</param>
internal sealed record Report(string Rule, DiagnosticSeverity Severity, string Path, int Line, int Column, string Message, string Excerpt)
{
    public (string, string, int, int, string) Place => (Rule, Path, Line, Column, Message);
}
