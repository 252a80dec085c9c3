using Reliability.Artifacts;
using Reliability.Model;

namespace Reliability.Cli;

/// <summary>A format that promises can be exported to.</summary>
/// <param name="Name">The command's name, and the directory in which <c>export all</c> puts it.</param>
/// <param name="Description">What it is, for the help.</param>
/// <param name="Files">Which files there are, for the help.</param>
/// <param name="Export">What derives them.</param>
internal sealed record ExportFormat(string Name, string Description, string Files, Func<ExportRequest, IReadOnlyList<ArtifactFile>> Export)
{
    /// <summary>What the header of its files names.</summary>
    public string Command => $"export {Name}";
}

/// <summary>What is asked of a format.</summary>
/// <param name="Services">The promises.</param>
/// <param name="Options">How metrics reach Prometheus and where people look.</param>
internal sealed record ExportRequest(IReadOnlyList<ServiceManifest> Services, ExportOptions Options);
