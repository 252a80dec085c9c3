using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Tests.Testing;

/// <summary>Tests a rule of the catalogue and its fix: one by one, and all at once.</summary>
internal sealed class CatalogueTest : RuleTest<EmptyCodeFixProvider>
{
    private readonly Rule _rule;

    public CatalogueTest(Rule rule, string shape, string code, string options = "")
        : base(rule, code)
    {
        _rule = rule;

        // Fixing all goes document by document (TextFix); projects and solutions add nothing but time.
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
        TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.ReliabilityShape = " + shape + "\n" + options));
    }

    protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() =>
        AllRules.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(_rule.Descriptor.Id));
}
