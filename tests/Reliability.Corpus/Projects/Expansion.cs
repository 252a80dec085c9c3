using System.Text.RegularExpressions;

namespace Reliability.Corpus.Projects;

/// <summary>Puts values in the place of <c>$(Name)</c> and of the few functions that projects commonly call. What it does
/// not know stays as it stands, so that a condition on it counts as not understood.</summary>
internal static partial class Expansion
{
    public static string Expand(string text, PropertyBag properties)
    {
        if (!text.Contains("$(", StringComparison.Ordinal))
            return text;

        var plain = Property().Replace(text, match => properties[match.Groups[1].Value]);
        plain = StringFunction().Replace(plain, match => Call(properties[match.Groups[1].Value], match));
        plain = Platform().Replace(plain, match => match.Groups[1].Value);
        return StaticFunction().Replace(plain, match => Call(match, properties));
    }

    public static bool IsUnderstood(string expanded) => !expanded.Contains("$(", StringComparison.Ordinal);

    private static string Call(string value, Match match)
    {
        var argument = match.Groups[3].Value;
        return match.Groups[2].Value switch
        {
            "Contains" => value.Contains(argument, StringComparison.Ordinal).ToString(),
            "StartsWith" => value.StartsWith(argument, StringComparison.Ordinal).ToString(),
            "EndsWith" => value.EndsWith(argument, StringComparison.Ordinal).ToString(),
            _ => match.Value,
        };
    }

    private static string Call(Match match, PropertyBag properties)
    {
        var arguments = match.Groups[2].Value.Split(',').Select(argument => argument.Trim().Trim('\'', '"', '`')).ToArray();
        return (match.Groups[1].Value, arguments) switch
        {
            ("GetPathOfFileAbove", [var file]) => Above(file, properties["MSBuildThisFileDirectory"]),
            ("GetPathOfFileAbove", [var file, var directory]) => Above(file, directory),
            ("GetDirectoryNameOfFileAbove", [var directory, var file]) => Path.GetDirectoryName(Above(file, directory)) ?? "",
            ("NormalizePath" or "NormalizeDirectory", _) => Path.GetFullPath(Path.Combine([.. arguments.Select(Paths.Native)])),
            ("IsOSPlatform", [var platform]) => OperatingSystem.IsOSPlatform(platform).ToString(),
            _ => match.Value,
        };
    }

    private static string Above(string file, string directory)
    {
        for (var at = Paths.Native(directory); !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at))
        {
            var candidate = Path.GetFullPath(Path.Combine(at, file));
            if (File.Exists(candidate))
                return candidate;
        }

        return "";
    }

    [GeneratedRegex(@"\$\(\s*([A-Za-z_][A-Za-z0-9_]*)\s*\)")]
    private static partial Regex Property();

    [GeneratedRegex(@"\$\(\s*([A-Za-z_][A-Za-z0-9_]*)\.(\w+)\(\s*['""`]([^'""`()]*)['""`]\s*\)\s*\)")]
    private static partial Regex StringFunction();

    [GeneratedRegex(@"\$\(\s*\[System\.Runtime\.InteropServices\.OSPlatform\]::(\w+)\s*\)")]
    private static partial Regex Platform();

    [GeneratedRegex(@"\$\(\s*\[(?:MSBuild|System\.Runtime\.InteropServices\.RuntimeInformation)\]::(\w+)\(([^()]*)\)\s*\)")]
    private static partial Regex StaticFunction();
}
