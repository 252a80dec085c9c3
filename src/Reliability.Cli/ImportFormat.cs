using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>A format that promises can be imported from.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Description">What the command does, for the help.</param>
/// <param name="Example">A file, for the help.</param>
/// <param name="Read">What reads a text; the first argument is the name of the file.</param>
internal sealed record ImportFormat(string Name, string Description, string Example, Func<string, string, ImportResult> Read);
