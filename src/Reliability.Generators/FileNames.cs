using System.Globalization;
using System.Text;

namespace Reliability.Generators;

/// <summary>Names of emitted files after the types that they are for, legal on every file system: nobody knows where
/// <c>EmitCompilerGeneratedFiles</c> writes them.</summary>
internal static class FileNames
{
    // A name has at most 255 bytes, and a path on Windows 260 letters.
    private const int MaxBytes = 110;

    private static readonly string[] s_devices =
        ["aux", "con", "nul", "prn", .. Enumerable.Range(0, 10).SelectMany(port => new[] { "com" + port, "lpt" + port })];

    /// <summary>The name for a type, without extension. Types that differ only in what a name cannot hold may share one.</summary>
    public static string Of(string typeName)
    {
        var name = new string([.. typeName.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '-')]);
        return Bounded(WithoutDevice(name));
    }

    /// <summary>Windows takes <c>aux</c> for a device, whatever follows the dot.</summary>
    private static string WithoutDevice(string name)
    {
        var first = name.Split('.')[0];
        return s_devices.Contains(first, StringComparer.OrdinalIgnoreCase) ? first + "-" + name.Substring(first.Length) : name;
    }

    /// <summary>The beginning of a long name and a hash of all of it.</summary>
    private static string Bounded(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes)
            return name;

        var length = Math.Min(name.Length, MaxBytes);
        while (Encoding.UTF8.GetByteCount(name.Substring(0, length)) > MaxBytes)
            length--;

        return name.Substring(0, length) + "-" + Hash(name).ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>FNV-1a: the same in every process, which <c>GetHashCode</c> is not.</summary>
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619));
}
