namespace Reliability.Corpus.Projects;

/// <summary>Why a project is not looked at. Tests are not: reliability is simulated there, not kept.</summary>
internal static class LeftOut
{
    private static readonly string[] s_testFrameworks = ["xunit", "nunit", "mstest", "microsoft.net.test.sdk", "tunit"];
    private static readonly string[] s_testWords = ["TEST", "TESTS", "UNITTEST", "UNITTESTS", "INTEGRATIONTEST", "INTEGRATIONTESTS", "TESTING"];

    /// <summary>The reason, or null if the project is to be looked at.</summary>
    public static string? Reason(EvaluatedProject project, TargetFramework framework, string root)
    {
        if (IsTest(project, root))
            return "test";

        if (project.Sdk.Length == 0)
            return "not an SDK project";

        if (project.Properties.IsTrue("UseWPF") || project.Properties.IsTrue("UseWindowsForms") || framework.IsDesktop)
            return $"Windows only ({framework.Name})";

        return null;
    }

    private static bool IsTest(EvaluatedProject project, string root) =>
        project.Properties.IsTrue("IsTestProject")
        || project.Included("PackageReference").Any(package => s_testFrameworks.Any(name => package.Value.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        || Paths.Relative(root, project.Directory).Split('/').Append(project.Name).Any(IsTestName);

    private static bool IsTestName(string name) =>
        name.Split('.').Any(part => s_testWords.Contains(part.ToUpperInvariant()))
        || name.EndsWith("Tests", StringComparison.Ordinal)
        || name.EndsWith("Test", StringComparison.Ordinal);
}
