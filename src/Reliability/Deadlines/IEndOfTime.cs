namespace Reliability.Deadlines;

/// <summary>An exception that says that an operation's own time was over. Whoever answers a caller can tell it without the package that
/// throws it.</summary>
internal interface IEndOfTime;
