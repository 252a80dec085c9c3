using Reliability.Model;

namespace Reliability.Generators.Emit;

/// <summary>Emits the manifest as metadata of the assembly, where tools read it without loading anything.</summary>
internal static class ManifestEmitter
{
    public const string HintName = "Reliability.Manifest.g.cs";

    public static string Emit(string json)
    {
        var source = new SourceWriter();
        source.Line($"[assembly: global::System.Reflection.AssemblyMetadata({Literals.Of(Telemetry.ManifestKey)}, {Literals.Of(json)})]");
        return source.ToString();
    }
}
