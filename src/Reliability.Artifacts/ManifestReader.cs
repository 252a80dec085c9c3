using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Reliability.Model;

namespace Reliability.Artifacts;

/// <summary>Reads the manifest out of a built assembly. It reads metadata only: the assembly is never loaded, so neither
/// its code nor its dependencies, its platform or its framework matter.</summary>
public static class ManifestReader
{
    private const ushort AttributeProlog = 1;

    /// <summary>Reads the manifest of an assembly.</summary>
    /// <param name="assembly">The path of a .dll or .exe.</param>
    /// <exception cref="ManifestException">There is no manifest, or not a valid one.</exception>
    public static ServiceManifest Read(string assembly) => ManifestJson.Parse(assembly, ReadJson(assembly));

    private static string ReadJson(string assembly)
    {
        try
        {
            using var file = File.OpenRead(assembly);
            using var image = new PEReader(file);
            return image.HasMetadata ? TheOnlyManifest(assembly, image.GetMetadataReader()) : throw NotAnAssembly(assembly, null);
        }
        catch (BadImageFormatException e)
        {
            throw NotAnAssembly(assembly, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(assembly, e);
        }
    }

    private static string TheOnlyManifest(string assembly, MetadataReader metadata)
    {
        if (!metadata.IsAssembly)
            throw NotAnAssembly(assembly, null);

        var manifests = metadata.GetAssemblyDefinition().GetCustomAttributes()
            .Select(metadata.GetCustomAttribute)
            .Where(attribute => IsAssemblyMetadata(metadata, attribute))
            .Select(attribute => Arguments(metadata, attribute))
            .Where(arguments => arguments.Key == Telemetry.ManifestKey)
            .Select(arguments => arguments.Value)
            .ToList();

        return manifests switch
        {
            [{ } manifest] => manifest,
            [] => throw new ManifestException(
                ManifestProblem.NoManifest, assembly, "the assembly holds no reliability manifest.",
                "Reference the package Reliability.Analyzers in its project, declare an [Slo] and rebuild; or name another assembly."),
            _ => throw new ManifestException(
                ManifestProblem.Invalid, assembly, $"the assembly holds {manifests.Count} reliability manifests, or an empty one.",
                $"Only the compiler writes the assembly metadata '{Telemetry.ManifestKey}': remove what else declares it and rebuild."),
        };
    }

    private static bool IsAssemblyMetadata(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return false;

        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
            return false;

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(AssemblyMetadataAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(AssemblyMetadataAttribute).Namespace!);
    }

    /// <summary>Both arguments of the attribute's only constructor are strings (ECMA-335 II.23.3).</summary>
    private static (string? Key, string? Value) Arguments(MetadataReader metadata, CustomAttribute attribute)
    {
        var blob = metadata.GetBlobReader(attribute.Value);
        return blob.ReadUInt16() == AttributeProlog
            ? (blob.ReadSerializedString(), blob.ReadSerializedString())
            : throw new BadImageFormatException("An attribute's value does not start as it must.");
    }

    private static ManifestException NotAnAssembly(string assembly, Exception? cause) => new(
        ManifestProblem.NotAnAssembly, assembly, "the file is not a .NET assembly.",
        "Name the .dll that the project builds; the .exe beside it is only its native launcher.", cause);

    private static ManifestException Unreadable(string assembly, Exception cause) => cause is FileNotFoundException or DirectoryNotFoundException
        ? new(ManifestProblem.Unreadable, assembly, "there is no such file.", "Build the project first, or correct the path.", cause)
        : new(ManifestProblem.Unreadable, assembly, $"the file cannot be read ({cause.Message}).", "Check that it is a file and who may read it.", cause);
}
