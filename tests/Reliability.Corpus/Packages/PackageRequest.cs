using System.Text.RegularExpressions;
using Reliability.Corpus.Projects;

namespace Reliability.Corpus.Packages;

/// <summary>A package that a project asks for, and the version from which on it would take it.</summary>
internal sealed partial record PackageRequest(string Id, string Version)
{
    private const string Any = "*";

    public static IEnumerable<PackageRequest> Of(EvaluatedProject project)
    {
        var central = Versions(project, "PackageVersion", ItemAction.Include);
        var updates = Versions(project, "PackageReference", ItemAction.Update);
        foreach (var item in project.Included("PackageReference").Where(GivesTypes))
        {
            var versions = new[] { item["VersionOverride"], item["Version"], updates.GetValueOrDefault(item.Value, ""), central.GetValueOrDefault(item.Value, "") };
            yield return new PackageRequest(item.Value, Lowest(versions.FirstOrDefault(version => version.Length > 0) ?? ""));
        }
    }

    private static Dictionary<string, string> Versions(EvaluatedProject project, string type, ItemAction action) =>
        project.Items.Where(item => item.Is(type, action))
            .GroupBy(item => item.Value, item => item["Version"], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(versions => versions.Key, versions => versions.Last(), StringComparer.OrdinalIgnoreCase);

    private static bool GivesTypes(ProjectItem item) =>
        (item["IncludeAssets"].Length == 0 || Names(item["IncludeAssets"], "compile"))
        && !Names(item["ExcludeAssets"], "compile");

    private static bool Names(string assets, string asset) =>
        assets.Split(';', StringSplitOptions.TrimEntries)
            .Any(name => name.Equals(asset, StringComparison.OrdinalIgnoreCase) || name.Equals("all", StringComparison.OrdinalIgnoreCase));

    /// <summary>The lower end of a range such as <c>[1.2.0, 2.0)</c>.</summary>
    private static string Lowest(string range) => Number().Match(range) is { Success: true } number ? number.Value : Any;

    [GeneratedRegex(@"\d+(\.[\w*-]+)*(-[\w.*-]+)?")]
    private static partial Regex Number();
}
