using System.Globalization;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>Puts the manifest together: everything that an assembly promises, with nothing of the machine that built it.</summary>
internal static class ManifestBuilder
{
    /// <summary>The manifest as JSON; null when the assembly has nothing to say.</summary>
    public static string? Build(OperationSet set, AssemblyFacts assembly, string sourceRoot)
    {
        var operations = set.Valid
            .Select(pair => pair.Operation with
            {
                Owner = pair.Operation.Owner ?? assembly.Owner,
                Source = Source(pair.Declaration.Position, sourceRoot),
            })
            .ToEquatableArray();
        return operations.Count == 0 && !assembly.DeclaresService
            ? null
            : ManifestWriter.Write(new() { Service = assembly.Service, Owner = assembly.Owner, Operations = operations });
    }

    /// <summary>The place relative to the repository; null outside of one, because an absolute path tells of the build
    /// machine and nothing else.</summary>
    private static string? Source(SourcePosition position, string sourceRoot)
    {
        var root = sourceRoot.Replace('\\', '/').TrimEnd('/') + "/";
        var path = position.Path.Replace('\\', '/');
        return root.Length > 1 && path.StartsWith(root, StringComparison.OrdinalIgnoreCase)
            ? path.Substring(root.Length) + ":" + position.Line.ToString(CultureInfo.InvariantCulture)
            : null;
    }
}
