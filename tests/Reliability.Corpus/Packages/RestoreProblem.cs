using System.Text.RegularExpressions;

namespace Reliability.Corpus.Packages;

/// <summary>One problem that a restore reports.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Id">The package.</param>
/// <param name="Wanted">The lowest version that would do.</param>
/// <param name="Nearest">A version that could be had instead.</param>
internal sealed partial record RestoreProblem(RestoreProblemKind Kind, string Id, string Wanted = "", string Nearest = "")
{
    /// <summary>Reads the output of a restore.</summary>
    public static IReadOnlyList<RestoreProblem> Parse(string output)
    {
        var problems = new Dictionary<string, RestoreProblem>(StringComparer.OrdinalIgnoreCase);
        var open = "";
        foreach (var line in output.Split('\n'))
        {
            if (Missing().Match(line) is { Success: true } missing)
                Add(new RestoreProblem(RestoreProblemKind.NoSuchPackage, missing.Groups[1].Value));
            else if (Version().Match(line) is { Success: true } version)
                Add(new RestoreProblem(RestoreProblemKind.NoSuchVersion, open = version.Groups[1].Value, version.Groups[2].Value));
            else if (Near().Match(line) is { Success: true } near && problems.TryGetValue(open, out var problem) && problem.Nearest.Length == 0)
                problems[open] = problem with { Nearest = near.Groups[1].Value };
            else if (Clash().Match(line) is { Success: true } clash)
                Add(new RestoreProblem(RestoreProblemKind.Conflict, clash.Groups[1].Value, Nearest: clash.Groups[2].Value));
            else if (Lower().Match(line) is { Success: true } lower)
                Add(new RestoreProblem(RestoreProblemKind.Downgrade, lower.Groups[1].Value, lower.Groups[2].Value));
            else if (Instead().Match(line) is { Success: true } instead && instead.Groups[2].Value != instead.Groups[3].Value)
                Add(new RestoreProblem(RestoreProblemKind.OtherMajorVersion, instead.Groups[1].Value, instead.Groups[2].Value + ".*"));
            else if (Wrong().Match(line) is { Success: true } wrong)
                Add(new RestoreProblem(RestoreProblemKind.Unusable, wrong.Groups[1].Value));
        }

        return [.. problems.Values];

        void Add(RestoreProblem problem) => problems.TryAdd(problem.Id, problem);
    }

    [GeneratedRegex(@"NU1101: (?:Warning As Error: )?Unable to find package (\S+?)\. ")]
    private static partial Regex Missing();

    [GeneratedRegex(@"NU110[23]: Unable to find a? ?(?:stable )?package (\S+) with version \([>=]*\s*([^\s,)&]+)")]
    private static partial Regex Version();

    [GeneratedRegex(@"NU110[23]:\s+- Found \d+ version\(s\) in .* \[ Nearest version: (\S+) \]")]
    private static partial Regex Near();

    [GeneratedRegex(@"NU1107: Version conflict detected for (\S+)\. Install/reference \S+ (\S+) directly")]
    private static partial Regex Clash();

    [GeneratedRegex(@"NU1605: .*Detected package downgrade: (\S+) from (\S+) to ")]
    private static partial Regex Lower();

    [GeneratedRegex(@"NU1603: packages depends on (\S+) .* (\d+)\.\S* was not found\. \S+ (\d+)\.\S* was resolved instead")]
    private static partial Regex Instead();

    [GeneratedRegex(@"NU(?:1202|1213|1212): (?:The package|Package) (\S+) ")]
    private static partial Regex Wrong();
}
