namespace Reliability.Declarations.Health;

/// <summary>How emitted code calls a health check. Every text is source, qualified with <c>global::</c>.</summary>
/// <param name="Type">The type.</param>
/// <param name="Name">The method, escaped where it is a keyword.</param>
/// <param name="IsStatic">Whether no object is needed.</param>
/// <param name="TakesToken">Whether it takes a <c>CancellationToken</c>.</param>
/// <param name="IsObsolete">Whether the method or a type around it is obsolete, which is the author's to mend.</param>
public sealed record CheckMethod(string Type, string Name, bool IsStatic, bool TakesToken, bool IsObsolete);
