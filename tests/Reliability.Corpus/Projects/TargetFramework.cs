using System.Globalization;
using System.Text.RegularExpressions;

namespace Reliability.Corpus.Projects;

/// <summary>One of the frameworks that a project is built for, and the symbols that the SDK defines for it.</summary>
internal sealed partial record TargetFramework(string Name, string Family, int Major, int Minor, string Platform)
{
    private const string Default = "net10.0";

    private static readonly (int Major, int Minor)[] s_coreApps = [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 0), (3, 1)];
    private static readonly (int Major, int Minor)[] s_standards =
        [(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 0), (2, 1)];

    public bool IsDesktop => Family == "net4" || Platform.StartsWith("windows", StringComparison.OrdinalIgnoreCase);

    private int Rank => (Family, Platform) switch { ("net", "") => 4, ("net", _) => 3, ("netcoreapp", _) => 2, ("netstandard", _) => 1, _ => 0 };

    /// <summary>The newest of what a project names; .NET before .NET Standard, plain before platform-specific.</summary>
    public static TargetFramework Newest(EvaluatedProject project)
    {
        var names = project.Properties["TargetFrameworks"] is { Length: > 0 } many ? many : project.Properties["TargetFramework"];
        return names.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Parse)
            .OfType<TargetFramework>()
            .OrderByDescending(framework => (framework.Rank, framework.Major, framework.Minor))
            .FirstOrDefault() ?? Parse(Default)!;
    }

    public IEnumerable<string> Symbols()
    {
        switch (Family)
        {
            case "net4":
                return ["NETFRAMEWORK", Name.ToUpperInvariant()];
            case "netstandard":
                return s_standards.Where(UpToThis).Select(version => $"NETSTANDARD{Text(version)}_OR_GREATER")
                    .Append("NETSTANDARD").Append($"NETSTANDARD{Text((Major, Minor))}");
            default:
                var newer = Enumerable.Range(5, Math.Max(0, Major - 4)).Select(major => $"NET{major}_0_OR_GREATER");
                return s_coreApps.Where(UpToThis).Select(version => $"NETCOREAPP{Text(version)}_OR_GREATER")
                    .Concat(newer).Append("NETCOREAPP").Append("NET").Append($"NET{Text((Major, Minor))}");
        }
    }

    private bool UpToThis((int Major, int Minor) version) => version.CompareTo((Major, Minor)) <= 0;

    private static string Text((int Major, int Minor) version) => $"{version.Major}_{version.Minor}";

    private static TargetFramework? Parse(string name)
    {
        if (Dotted().Match(name) is { Success: true } dotted)
        {
            return new TargetFramework(
                name, dotted.Groups[1].Value, Number(dotted.Groups[2].Value), Number(dotted.Groups[3].Value), dotted.Groups[4].Value);
        }

        return Desktop().IsMatch(name) ? new TargetFramework(name, "net4", 4, Number(name[4..].PadRight(2, '0')), "") : null;
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(net|netcoreapp|netstandard)(\d+)\.(\d+)(?:-(\w[\w.]*))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^net4\d{1,2}$", RegexOptions.IgnoreCase)]
    private static partial Regex Desktop();
}
