namespace Reliability.Analyzers.Tests.Written;

/// <summary>The ids for MSBuild: <c>CodeAnalysisTreatWarningsAsErrors=false</c> keeps only those from failing a build that
/// their package lists.</summary>
internal static class RuleIds
{
    public static string Props(string now) => $"""
        <Project>
          <!-- Written from the catalogue. -->
          <PropertyGroup>
            <ReliabilityRuleIds>{string.Join(";", AllRules.Descriptors.Select(rule => rule.Id))}</ReliabilityRuleIds>
          </PropertyGroup>
        </Project>

        """.Replace("\r\n", "\n", StringComparison.Ordinal);
}
