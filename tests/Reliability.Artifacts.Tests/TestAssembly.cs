using System.Reflection;
using System.Reflection.Emit;
using Reliability.Model;

namespace Reliability.Artifacts.Tests;

/// <summary>Writes real assemblies that hold nothing but assembly metadata.</summary>
internal static class TestAssembly
{
    private static readonly ConstructorInfo s_metadata = typeof(AssemblyMetadataAttribute).GetConstructor([typeof(string), typeof(string)])!;

    public static string WithManifest(TemporaryDirectory directory, string name, ServiceManifest manifest) =>
        WithMetadata(directory, name, (Telemetry.ManifestKey, ManifestWriter.Write(manifest)));

    public static string WithMetadata(TemporaryDirectory directory, string name, params (string Key, string Value)[] metadata)
    {
        var attributes = metadata.Select(pair => new CustomAttributeBuilder(s_metadata, [pair.Key, pair.Value]));
        var assembly = new PersistedAssemblyBuilder(
            new AssemblyName(Path.GetFileNameWithoutExtension(name)), typeof(object).Assembly, attributes);
        assembly.DefineDynamicModule("main");
        assembly.Save(directory.File(name));
        return directory.File(name);
    }
}
