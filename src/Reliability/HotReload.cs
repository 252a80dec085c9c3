using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;

[assembly: MetadataUpdateHandler(typeof(Reliability.HotReload))]

namespace Reliability;

/// <summary>After an edit of the running program its operations are announced again: what was added would otherwise be known with
/// its first call only, and what a framework calls is found by its line, which may be another one now.</summary>
internal static class HotReload
{
    private const string Emitted = "Reliability.Generated";

    /// <summary>Called by the runtime before the caches of others, and with them the endpoints, are filled anew.</summary>
    /// <param name="types">What was edited; null when that is not known.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2065", Justification = "Nothing is edited where code is trimmed.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Nothing is edited where code is trimmed.")]
    public static void ClearCache(Type[]? types)
    {
        if (!MetadataUpdater.IsSupported)
            return;

        foreach (var type in types ?? [])
        {
            if (type is { Name: "Registration", Namespace: { } space } && space.StartsWith(Emitted, StringComparison.Ordinal))
                type.GetMethod("Announce", BindingFlags.Static | BindingFlags.NonPublic)?.Invoke(null, null);
        }

        OperationPlaces.Forget();
    }
}
