using System.Globalization;
using Reliability.Model;

namespace Reliability.Artifacts;

/// <summary>What was read from the file of another tool.</summary>
/// <param name="Services">The services, sorted by name (ordinal).</param>
/// <param name="Remarks">What could not be carried over, in the order of the lines.</param>
public sealed record ImportResult(IReadOnlyList<ServiceManifest> Services, IReadOnlyList<ImportRemark> Remarks)
{
    /// <summary>The services, of which there is at least one.</summary>
    /// <param name="file">The file that was read, for the message.</param>
    /// <exception cref="ImportException">There is none: nothing in the file could be promised.</exception>
    public IReadOnlyList<ServiceManifest> ServicesOf(string file) => Services.Count > 0
        ? Services
        : throw new ImportException(file, 0, "", "there is nothing in it that can be promised", "Name a file with services and their SLOs.");
}

/// <summary>Something that a file says and a promise cannot hold.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What is left out and why, in one sentence.</param>
public sealed record ImportRemark(int Line, string Text)
{
    /// <summary>The remark with its place: <c>slo.yaml:12: …</c>.</summary>
    /// <param name="file">The file that it is about.</param>
    public string In(string file) => string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}: {Text}");
}
