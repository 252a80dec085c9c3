namespace Reliability.Corpus.Projects;

/// <summary>The shape of a project, as the targets of our package would find it. The compiler cannot find it here: every
/// project is given ASP.NET Core, whether or not it refers to it.</summary>
internal static class Shape
{
    public const string Property = "ReliabilityShape";

    public static string Of(EvaluatedProject project, bool isProgram)
    {
        if (project.Properties[Property] is { Length: > 0 } named)
            return named;

        if (!isProgram)
            return "Library";

        if (project.Sdk.StartsWith("Microsoft.NET.Sdk.Web", StringComparison.Ordinal) || Names(project, "FrameworkReference", "Microsoft.AspNetCore.App"))
            return "Service";

        return Names(project, "PackageReference", "Microsoft.Extensions.Hosting") ? "Worker" : "Tool";
    }

    private static bool Names(EvaluatedProject project, string type, string name) =>
        project.Included(type).Any(item => item.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
}
