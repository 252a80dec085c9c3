using Reliability.Artifacts;
using Reliability.Model;

namespace Reliability.Cli;

/// <summary>A format that promises can be exported to.</summary>
/// <param name="Name">The command's name, and the directory in which <c>export all</c> puts it.</param>
/// <param name="Description">What the command does, for the help.</param>
/// <param name="Files">Which files there are, for the help.</param>
/// <param name="Derive">What derives them.</param>
internal sealed record ExportFormat(
    string Name, string Description, string Files, Func<IReadOnlyList<ServiceManifest>, ExportOptions, IReadOnlyList<ArtifactFile>> Derive)
{
    /// <summary>What derives resources of the Prometheus operator besides; null when there are none.</summary>
    public Func<IReadOnlyList<ServiceManifest>, ExportOptions, IReadOnlyList<ArtifactFile>>? DeriveForOperator { get; init; }

    /// <summary>What derives files that serve a whole fleet, from the windows of its promises in days; null when there are none.</summary>
    public Func<ExportOptions, IReadOnlyList<int>, IReadOnlyList<ArtifactFile>>? DeriveForFleet { get; init; }

    /// <summary>What the header of its files names.</summary>
    public string Command => $"export {Name}";
}
